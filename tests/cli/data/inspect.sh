# Checking what is stored, its history, and what it takes.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir project && cd project && git init -q . && mkdir -p .dvc data/raw && : >.dvc/config && printf '/tmp\n/cache\n' >.dvc/.gitignore
echo 1 >data/raw/1 && echo same >data/raw/same && echo same >data/copy
expect 0 mlp data add data/raw data/copy && git add -A && git commit -qm "First data"
echo 2 >data/raw/2 && expect 0 mlp data add data/raw && git add -A && git commit -qm "More data"
echo code >code && git add -A && git commit -qm "Only code"

expect 0 mlp data log data/raw --json
valid_json
same "$(json '[.entries[] | "\(.summary):\(.files)"] | join(",")')" "More data:3,First data:2"
expect 0 mlp data log data/raw.dvc -n 1
has "$work/out" "More data"
lacks "$work/out" "First data"
expect 4 mlp data log data/other

expect 0 mlp data du --json
valid_json
same "$(json '.paths[] | select(.path == "data/copy") | "\(.files) \(.bytes) \(.own_bytes)"')" "1 5 0"

expect 0 mlp data verify --json
valid_json
object=.dvc/cache/files/md5/b0/26324c6904b2a9cb4b88d6d61c81d1 # of data/raw/1
chmod +w $object && echo X >$object
expect 0 mlp data verify data/copy
expect 7 mlp data verify --leave
[ -e $object ] || fail "--leave moved it"
expect 7 mlp data verify
has "$work/err" "of data/raw"
[ ! -e $object ] && [ -e .mlp/damaged/b026324c6904b2a9cb4b88d6d61c81d1 ] || fail "the damaged object was not put aside"
expect 0 mlp data add data/raw
same "$(cat $object)" 1
expect 0 mlp data verify
