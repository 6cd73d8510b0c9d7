# What git's index alone names stays: records that were staged and then changed or removed, and every side of a conflict.
. "$MLP_SOURCE/tests/support/cli.sh"
objects() { find "$1" -type f | wc -l | tr -d ' '; }
collect() { expect 0 mlp data gc --grace 0s --force --json; valid_json; }
kept_by_index() { json '[.kept[] | select(.keeper == "the index") | .objects] | add // 0'; }

# A project of DVC: the record changed after `git add`, then removed; in a folder of a larger repository.
mkdir -p whole/project && cd whole && git init -q . && cd project && mkdir -p .dvc raw && : >.dvc/config
printf '/tmp\n/cache\n' >.dvc/.gitignore && git add -A && git commit -qm empty
echo 1 >raw/1 && expect 0 mlp data add raw && git add -A
echo 2 >raw/1 && expect 0 mlp data add raw
collect
same "$(kept_by_index) $(objects .dvc/cache)" "2 4"
git add -A && rm raw.dvc
collect
same "$(kept_by_index) $(objects .dvc/cache)" "2 2"
git checkout -q -- raw.dvc && rm -r raw && expect 0 mlp data checkout
same "$(cat raw/1)" 2
git rm -q -f --cached raw.dvc && rm raw.dvc
collect
same "$(objects .dvc/cache)" 0

# A record in the index that cannot be read stops it, as one of a commit does.
echo 'outs: [' >raw.dvc && git add raw.dvc && rm raw.dvc
expect 3 mlp data gc --grace 0s --force
has "$work/err" "raw.dvc of the index"
git rm -q -f --cached raw.dvc

# A project of mlp.yaml; the sides of a merge that is not finished.
mkdir "$work/own" && cd "$work/own" && git init -q . && printf 'version: 1\nproject: p\n' >mlp.yaml
echo 1 >a && expect 0 mlp data add a && git add -A && echo 2 >a && expect 0 mlp data add a
collect
same "$(kept_by_index) $(objects .mlp/objects)" "1 2"
git add -A && git commit -qm two && git checkout -qb side
echo 3 >a && expect 0 mlp data add a && git commit -qam three && git checkout -q main
echo 4 >a && expect 0 mlp data add a && git commit -qam four
git merge -q side >/dev/null 2>&1 && fail "the merge should conflict"
git branch -qD side && rm .git/MERGE_HEAD && git checkout -q --ours data.lock
collect
same "$(kept_by_index) $(objects .mlp/objects)" "2 3"

# Every stash keeps what it names, not the newest alone; so do the detached HEAD and the index of another work tree.
mkdir "$work/stashed" && cd "$work/stashed" && git init -q . && mkdir .dvc && : >.dvc/config
printf '/tmp\n/cache\n' >.dvc/.gitignore && echo 0 >a && expect 0 mlp data add a && git add -A && git commit -qm zero
for content in 1 2; do echo $content >a && expect 0 mlp data add a && git stash -q; done
echo new >b && expect 0 mlp data add b && git stash -q -u && rm -f b
expect 0 mlp data checkout
git worktree add -q --detach ../tree
(cd ../tree && sed -i 's/md5: .*/md5: 26ab0db90d72e28ad0ba1e22ee510510/' a.dvc && git commit -qam detached
    sed -i 's/md5: .*/md5: 6d7fce9fee471194aa8b5b6e47267f03/' a.dvc && git add a.dvc)
for content in 2 3; do
    name=$(echo $content | md5sum) && mkdir -p .dvc/cache/files/md5/${name:0:2} && echo $content >.dvc/cache/files/md5/${name:0:2}/${name:2:30}
done
collect
same "$(objects .dvc/cache)" 5 # of 0, 1, 2, 3 and new
git worktree remove --force ../tree
git stash drop -q && git stash drop -q && git stash pop -q && expect 0 mlp data checkout
same "$(cat a)" 1

# Where git cannot be read nobody knows what is named, and nothing goes.
mkdir "$work/unread" && cd "$work/unread" && git init -q . && printf 'version: 1\nproject: p\n' >mlp.yaml
echo 1 >a && expect 0 mlp data add a && git add -A && git commit -qm 1
git checkout -qb other && echo 2 >a && expect 0 mlp data add a && git commit -qam 2
git checkout -q main && expect 0 mlp data checkout
commit=$(git rev-parse other) && mv ".git/objects/${commit:0:2}/${commit:2}" ../commit
expect 3 mlp data gc --grace 0s --force
has "$work/err" "refs/heads/other"
mv ../commit ".git/objects/${commit:0:2}/${commit:2}" && cp .git/HEAD ../HEAD && echo garbage >.git/HEAD
expect 3 mlp data gc --grace 0s --force
cp ../HEAD .git/HEAD && mv .git ../kept.git && echo gitdir: /nowhere >.git
expect 3 mlp data gc --grace 0s --force
has "$work/err" "cannot be read"
rm .git && mv ../kept.git .git
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/gone
same "$(objects .mlp/objects)" 2
expect 0 mlp data gc --grace 0s --force
same "$(objects .mlp/objects)" 2
: >data.lock
for words in status checkout "gc --grace 0s --force"; do expect 3 mlp data $words; done
same "$(cat a) $(objects .mlp/objects)" "1 2"
