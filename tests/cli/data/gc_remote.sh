# The remote is cleaned up in two steps: what is found unnamed goes when it still is after the grace period.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir project && cd project && git init -q . && mkdir -p data
dvc_project ../../store
objects() { find ../store/files -type f | wc -l; }
for text in one two; do
    echo $text >data/a && expect 0 mlp data add data/a && git add -A && git commit -qm $text && expect 0 mlp data push
done
same "$(objects)" 2
expect 0 mlp data gc --cloud --json
valid_json
same "$(json '.remote | "\(.objects) \(.waiting)"')" "0 1"
[ ! -e ../store/mlp ] || fail "looking wrote to the remote"
expect 0 mlp data gc --cloud --force
same "$(objects)" 2
# Named again meanwhile: it is no candidate any more.
git branch old HEAD~1
expect 0 mlp data gc --cloud --grace 0s --force
same "$(objects)" 2
git branch -qD old
expect 0 mlp data gc --cloud --grace 0s --force --all-commits
same "$(objects)" 2
# Without any grace, too, it takes two: what a colleague just pushed may be named by what was not fetched yet.
expect 0 mlp data gc --cloud --grace 0s --force --json
same "$(json '.remote | "\(.objects) \(.waiting)"')" "0 1"
same "$(objects)" 2
expect 0 mlp data gc --cloud --grace 0s --force --json
same "$(json '.remote.objects')" 1
same "$(objects)" 1
rm -rf .dvc/cache data/a
expect 0 mlp data pull
same "$(cat data/a)" two
expect 2 mlp data gc -r store
expect 4 mlp data gc --cloud -r nowhere

# What the other kind of project keeps in the same remote stays.
mkdir "$work/of-dvc" "$work/of-mlp" && cd "$work/of-dvc" && git init -q . && dvc_project "$work/both" && echo d >f
expect 0 mlp data add f; expect 0 mlp data push
cd "$work/of-mlp" && git init -q . && printf 'version: 1\nproject: p\n' >mlp.yaml && echo m >g
expect 0 mlp data add g; expect 0 mlp remote add -d r "$work/both"; expect 0 mlp data push
for folder in of-mlp of-dvc of-mlp of-dvc; do
    cd "$work/$folder" && expect 0 mlp data gc --cloud --grace 0s --force
done
same "$(find "$work/both/files/md5" "$work/both/objects/sha256" -type f | wc -l | tr -d ' ')" 2

# Content that a clean-up noted and somebody pushes again, though it is there, has its whole time once more.
mkdir "$work/again" && cd "$work/again" && git init -q . && dvc_project "$work/again-store"
echo v1 >a && expect 0 mlp data add a && git add -A && git commit -qm v1 && expect 0 mlp data push
echo v2 >a && expect 0 mlp data add a && git commit -q --amend -a -m v2 && expect 0 mlp data push
expect 0 mlp data gc --cloud --grace 0s --force --json
same "$(json '.remote | "\(.objects) \(.waiting)"')" "0 1"
echo v1 >b && expect 0 mlp data add b
expect 0 mlp data push --json b
same "$(json '.remotes[0] | "\(.moved) \(.present)"')" "0 1"
rm b b.dvc # as another machine has it, which does not know yet
expect 0 mlp data gc --cloud --grace 0s --force --json
same "$(json '.remote | "\(.objects) \(.waiting)"')" "0 1"
same "$(find "$work/again-store/files" -type f | wc -l | tr -d ' ')" 2

# A clone that does not know all branches cleans up no remote.
cd "$work/again" && git checkout -qb other && git checkout -q main
for how in "--depth 1" "--single-branch"; do
    rm -rf "$work/partial" && git clone -q $how "file://$work/again" "$work/partial"
    (cd "$work/partial" && expect 5 mlp data gc --cloud --sole-user --grace 0s --force && has "$work/err" "this clone")
done
