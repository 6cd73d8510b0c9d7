# Help of mlp, of every command and group, both ways, at any width.
. "${MLP_SOURCE:?}/tests/support/cli.sh"

expect 0 mlp
has out 'Usage: mlp [FLAGS] COMMAND'
has out '--no-color'
cp out bare
expect 0 mlp --help
cmp out bare || fail "mlp and mlp --help differ"

# The man pages list all commands that are shown.
for page in "$MLP_SOURCE"/man/mlp-*.1; do
    name=$(basename "$page" .1)
    words=$(sed 's/\\-/-/g' "$page" | sed -n 's/^\.SH SYNOPSIS$/x/;tn;b;:n;n;s/^\\fB\([^\\]*\)\\fR.*/\1/p' | sed 's/^mlp //')
    expect 0 mlp help $words
    has out 'Usage: mlp '
    has out 'Global flags: '
    cp out "$name.help"
    # A group alone is not a question: the same help, as an error.
    expect 0 mlp $words --help
    cmp out "$name.help" || fail "mlp $words --help and mlp help $words differ"
    COLUMNS=40 mlp $words -h >narrow
    awk -v name="$words" 'length($0) > 60 && !/^  /{ print name ": " $0; bad = 1 } END { exit bad }' narrow ||
        fail "help does not fit a narrow terminal"
done

# A group without a verb: its help on standard error, exit 2.
group=$(cd "$MLP_SOURCE/man" && grep -l '^\.SH COMMANDS' mlp-*.1 | head -1 || true)
[ -n "$group" ] || exit 0
words=$(basename "$group" .1 | sed 's/^mlp-//')
expect 0 mlp "$words" --help
if ! grep -q 'FLAGS\] ' out; then
    expect 2 mlp "$words"
    has err "Usage: mlp $words COMMAND"
    [ ! -s out ] || fail "help of a bare group on standard output"
    expect 2 mlp --json "$words"
    valid_json err
fi
