# What any reference, run or record names stays; what nothing names is shown, spared for its age, then removed.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir project && cd project && git init -q . && mkdir -p .dvc data/raw && : >.dvc/config && printf '/tmp\n/cache\n' >.dvc/.gitignore
objects() { find .dvc/cache -type f | wc -l; }
commit() { git add -A && git commit -qm "$1"; }
echo 1 >data/raw/1 && expect 0 mlp data add data/raw && commit first && git tag v1
echo 2 >data/raw/1 && expect 0 mlp data add data/raw && commit second
git checkout -q -b side && echo 3 >data/raw/1 && expect 0 mlp data add data/raw && commit third && git checkout -q main
echo 4 >data/raw/1 && expect 0 mlp data add data/raw && commit fourth
echo 5 >data/raw/1 && expect 0 mlp data add data/raw && echo 6 >data/raw/1 && expect 0 mlp data add data/raw
same "$(objects)" 12

# All is young; then shown, by what it was: of the second commit, and what was never committed.
expect 0 mlp data gc --json
valid_json
same "$(json '"\(.removed) \(.objects) \(.young)"')" "false 0 4"
expect 0 mlp data gc --grace 0s --json
valid_json
same "$(json '"\(.removed) \(.objects)"')" "false 4"
same "$(json '[.freed[] | "\(.path)"] | sort | join(",")')" ",data/raw"
has "$work/out" "branch side"
same "$(objects)" 12
expect 0 mlp data gc --grace 0s --all-commits --force --json
same "$(json .objects)" 2
same "$(objects)" 10
expect 0 mlp data gc --grace 0s --force
has "$work/out" "removed 2 objects"
same "$(objects)" 8
for at in v1 side main; do
    git checkout -qf $at && expect 0 mlp data checkout --force
done
same "$(cat data/raw/1)" 4

# A record that cannot be read stops it, and so does a list of files that is not here.
git checkout -q -b broken && echo 'outs: [' >data/raw.dvc && commit broken && git checkout -qf main
expect 3 mlp data gc --grace 0s --force
has "$work/err" "data/raw.dvc of commit"
expect 0 mlp data gc --grace 0s --force --skip-unreadable
git branch -qD broken
list=$(sed -n 's/- md5: \(..\)\(.*\)/\1\/\2/p' <(git show side:data/raw.dvc))
mv ".dvc/cache/files/md5/$list" ../list
expect 4 mlp data gc --grace 0s --force
has "$work/err" "branch side"
expect 2 mlp data gc --grace soon
