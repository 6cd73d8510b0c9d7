# The working tree becomes what is recorded, nothing unsaved is lost, and data of another branch goes.
. "$MLP_SOURCE/tests/support/cli.sh"
git init -q . && mkdir -p .dvc data/raw/sub && : >.dvc/config && printf '/tmp\n/cache\n' >.dvc/.gitignore
printf 'out\nerr\nhome\nbin\nreasons\n' >.git/info/exclude
echo 1 >data/raw/1 && echo 2 >data/raw/sub/2 && echo a >data/a
expect 0 mlp data add -q data/raw data/a
git add -A && git commit -qm first
git checkout -q -b other
echo b >data/b && echo 11 >data/raw/1
expect 0 mlp data add -q data/raw data/b
git add -A && git commit -qm second

git checkout -q main
expect 0 mlp data checkout --json
valid_json
same "$(json '[.modified[], .deleted[]] | join(" ")')" "data/raw/ data/b"
same "$(cat data/raw/1)" 1
[ ! -e data/b ] || fail "data of the other branch is still there"
git checkout -q other
expect 0 mlp data checkout
same "$(cat data/b)$(cat data/raw/1)" b11
expect 0 mlp data checkout
has out "Nothing to change: 3 tracked paths are as recorded"

# A part; and what would be lost.
rm -rf data/raw
expect 0 mlp data checkout data/raw/sub
[ -e data/raw/sub/2 ] && [ ! -e data/raw/1 ] || fail "not just the part came"
expect 0 mlp data checkout
echo unsaved >data/raw/new && echo mine >data/a
expect 5 mlp data checkout
has err "data/a, data/raw/new"
same "$(cat data/a)" mine
expect 0 mlp data checkout -f
same "$(cat data/a)" a
[ ! -e data/raw/new ] || fail "--force left what is not recorded"

# Content that is not here: the rest comes all the same.
rm -rf data/raw data/b
rm -f .dvc/cache/files/md5/3b/5d5c3712955042212316173ccf37be  # of data/b
expect 4 mlp data checkout
has err data/b
[ -e data/raw/1 ] || fail "what could be checked out was not"
expect 0 mlp data checkout --allow-missing --json
same "$(json '.missing | join(" ")')" data/b

# Links as DVC's settings ask.
printf '[cache]\n    type = symlink\n' >.dvc/config
expect 0 mlp data checkout --relink data/a
[ -L data/a ] || fail "no symbolic link was made"
