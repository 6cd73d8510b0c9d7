# Every code that can be found is explained in docs/validation.md, and the document says nothing else.
. "$MLP_SOURCE/tests/support/cli.sh"
grep -o 'MLP[0-9]\{3\}' "$MLP_SOURCE/core/config/codes.hpp" | sort -u >in_code
grep -o '^### MLP[0-9]\{3\}' "$MLP_SOURCE/docs/validation.md" | cut -d' ' -f2 >in_docs
sort -c in_docs || fail 'docs/validation.md is not in order'
sort -u in_docs | diff in_code - || fail 'docs/validation.md and core/config/codes.hpp differ'

# What the page says about a code is what the table says.
grep -o '"MLP[0-9]*"' "$MLP_SOURCE/core/config/codes.hpp" | tr -d '"' | while read -r code; do
    title=$(sed -n "s/^### $code · //p" "$MLP_SOURCE/docs/validation.md")
    [ -n "$title" ] || fail "$code has no title"
    grep -qF "\"$title\"" "$MLP_SOURCE/core/config/codes.cpp" || fail "$code: '$title' is not the title in the table"
done
