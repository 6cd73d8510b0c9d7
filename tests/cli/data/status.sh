# What changed, against records and commit; and the differences file by file.
. "$MLP_SOURCE/tests/support/cli.sh"
git init -q . && mkdir -p .dvc data/raw && : >.dvc/config && printf '/tmp\n/cache\n' >.dvc/.gitignore
printf 'out\nerr\nhome\nbin\nreasons\n' >.git/info/exclude
for name in one two three; do echo $name >data/raw/$name; done
echo a >data/a
expect 0 mlp data add -q data/raw data/a
git add -A && git commit -qm data
expect 0 mlp data status --exit-code
has out "No changes in 2 tracked paths"

echo changed >data/raw/one && mv data/raw/two data/raw/2 && rm data/a
expect 1 mlp data status --granular --exit-code --json
valid_json
same "$(json '.uncommitted | [.modified[].path, .deleted[].path, .renamed[].old_path, .renamed[].path] | join(" ")')" \
    "data/raw/ data/raw/one data/a data/raw/two data/raw/2"
expect 0 mlp data diff --json
valid_json
same "$(json '.renamed[0].path')" data/raw/2
same "$(json '.to')" workspace
expect 0 mlp data diff --path data/a
lacks out raw
expect 4 mlp data diff nowhere
expect 4 mlp data status data/unknown

# Recorded: the change is now one of the records against the commit.
expect 0 mlp data add -q data/raw
expect 0 mlp data status --json
same "$(json '.committed.modified[0].path')" data/raw/
git add -A && git commit -qm second
expect 0 mlp data diff HEAD~1 HEAD --json
same "$(json '[.modified[].path] | join(" ")')" "data/raw/ data/raw/one"

# What the cache does not have is named.
rm -rf .dvc/cache
expect 0 mlp data status --json
same "$(json '.not_in_cache | join(" ")')" "data/a data/raw/"
expect 0 mlp data status --untracked --json
valid_json
same "$(json '.untracked | length')" 0

# What the remote does not have, asked only when told to.
expect 4 mlp data status --not-in-remote
printf '[core]\n    remote = store\n['\''remote "store"'\'']\n    url = %s\n' "$work/store" >.dvc/config
expect 2 mlp data status -r store
printf 'new\n' >fresh && expect 0 mlp data add fresh && expect 0 mlp data push fresh
expect 0 mlp data status --not-in-remote --json fresh data/a
valid_json
same "$(json '.not_in_remote | join(" ")')" data/a
mkdir more && printf 1 >more/1 && printf 2 >more/2
expect 0 mlp data add more && expect 0 mlp data push more
expect 0 mlp data status --not-in-remote --json fresh more
same "$(json '.not_in_remote | join(" ")')" ""
rm -r "$work"/store/files/md5/c8 # of "2"
expect 0 mlp data status --not-in-remote --granular --json more
same "$(json '.not_in_remote | join(" ")')" more/2
cut=$work/store/files/md5/c4/ca4238a0b923820dcc509a6f75849b # of "1"
chmod u+w "$cut" && : >"$cut"
expect 0 mlp data status --not-in-remote --granular --json more
same "$(json '.not_in_remote | join(" ")')" "more/1 more/2"
expect 0 mlp data status --not-in-remote -r "$work/other" --json more
same "$(json '.not_in_remote | join(" ")')" more/

# Several parts of one folder, each for itself.
cd "$work" && mkdir parts && cd parts && git init -q . && printf '/tmp\n/cache\n' >.gitignore
mkdir -p .dvc raw/a raw/b && : >.dvc/config && echo 1 >raw/a/1 && echo 2 >raw/b/2
expect 0 mlp data add raw && git add -A && git commit -qm raw
expect 0 mlp data status --exit-code raw/a raw/b
echo 3 >raw/b/2 && expect 0 mlp data add raw
expect 0 mlp data diff --json --path raw/a --path raw/b
same "$(json '[.modified[].path] | join(" ")')" "raw/b/2"
