# A project of mlp.yaml: data.lock records, .mlp/objects keeps by SHA-256, a remote has the same; one changed file among
# many costs one file and the folders around it.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir project && cd project && git init -q . && printf 'version: 1\nproject: demo\n' >mlp.yaml
mkdir -p data/raw/{a,b,c} && for d in a b c; do for i in 1 2 3 4; do echo $d$i >data/raw/$d/$i; done; done
echo solo >data/solo.txt
expect 0 mlp data add data/raw data/solo.txt --json
valid_json
same "$(json '.commit | join(" ")')" "data.lock data/.gitignore"
has data.lock 'data/raw: {kind: tree, size: 36, files: 12, digest: "sha256:'
git add -A && git commit -qm data
objects() { find .mlp/objects -type f | wc -l; }
before=$(objects)
echo changed >data/raw/b/2
expect 0 mlp data status --json
same "$(json '.uncommitted.modified[0].path')" data/raw/
expect 0 mlp data add data/raw
same $(($(objects) - before)) 3 # the file, b, raw
expect 0 mlp data diff --json
same "$(json '[.modified[].path] | join(" ")')" "data/raw/ data/raw/b/2"

export MLP_RUN_REMOTE=$work/store
git add -A && git commit -qm changed
expect 0 mlp data push -A --json
valid_json
git clone -q . ../mate && cd ../mate
expect 0 mlp data pull data/raw/b
same "$(cat data/raw/b/2)" changed
[ ! -e data/raw/a ] || fail "more than the part came"
expect 0 mlp data pull
expect 0 mlp data status --exit-code
git checkout -q HEAD~1
expect 0 mlp data pull
same "$(cat data/raw/b/2)" b2

# A project whose stages need data that is not there yet can be read, so that the data can be pulled.
git checkout -q main
cat >>mlp.yaml <<'YAML'
stages:
  count: {cmd: cat data/raw/b/2 > count.txt, deps: [data/raw], outs: [count.txt]}
YAML
rm -rf data/raw
expect 0 mlp validate
expect 0 mlp data pull
expect 0 mlp run
same "$(cat count.txt)" changed

# Neighbouring lines are no conflict; two contents of one path are, and each stands there to be chosen.
cd "$work" && mkdir merged && cd merged && git init -q . && printf 'version: 1\nproject: demo\n' >mlp.yaml
expect 0 mlp git install
echo b >b && expect 0 mlp data add b && git add -A && git commit -qm base
git checkout -qb side && mkdir a && echo a >a/a && echo two >b && expect 0 mlp data add a/a b && git add -A && git commit -qm side
git checkout -q main && mkdir c && echo c >c/c && expect 0 mlp data add c/c && git add -A && git commit -qm ours
git merge -q --no-edit side >"$work/out" 2>&1 || fail "a conflict: $(cat "$work/out")"
expect 0 mlp data checkout
same "$(cat a/a b c/c)" "$(printf 'a\ntwo\nc')"
git checkout -qb other && echo other >b && expect 0 mlp data add b && git commit -qam other
git checkout -q main && echo mine >b && expect 0 mlp data add b && git commit -qam mine
! git merge -q --no-edit other >"$work/out" 2>&1 || fail "merged two contents of one path"
same "$(grep -c '^  b: ' data.lock)" 2
expect 3 mlp data status; has "$work/err" "data.lock:5:1"
expect 3 mlp validate; has "$work/out" "data.lock:5:1"; has "$work/out" "merge conflict"

# A lock that cannot be trusted.
printf 'version: 1\ndata:\n  ../x: {kind: file, size: 1, digest: "sha256:%064d"}\n' 0 >data.lock
expect 3 mlp data status
has "$work/err" "data.lock:3:3"
printf 'version: 1\n<<<<<<< ours\n' >data.lock
expect 3 mlp data status
has "$work/err" conflict
expect 3 mlp validate data.lock --json
same "$(json '.problems[0] | "\(.file):\(.line) \(.code)"')" "data.lock:2 MLP007"
printf 'version: 1\ndata:\n  x: {kind: file, size: -1, digest: "sha256:%064d"}\n  y: {kind: fil, size: 1, digest: "md5:1"}\n' 0 >data.lock
expect 3 mlp validate --json
same "$(json '[.problems[] | select(.file == "data.lock") | .line] | unique | join(" ")')" "3 4"
printf '{"version": 1, "contracts": {"c.odcs.yaml": {"sha256": "12", "by": "ada"}}}' >contracts.lock
expect 3 mlp validate contracts.lock; has "$work/out" "contracts.lock:1:"

# What was recorded while a command waited for its turn stays recorded, and what was stored stays stored.
for kind in own dvc; do
    mkdir "$work/turns-$kind" && cd "$work/turns-$kind" && git init -q . && echo 1 >x && echo 2 >y && echo 3 >z
    lock=.mlp/data.lock; printf 'version: 1\nproject: p\n' >mlp.yaml
    if [ $kind = dvc ]; then rm mlp.yaml; dvc_project "$work/none"; lock=.dvc/tmp/lock; fi
    expect 0 mlp data add z && mkdir -p "${lock%/*}"
    flock "$lock" sleep 1 &
    while flock -n "$lock" true; do :; done
    waiting=
    for words in "add x" "add y" "gc --grace 0s --force"; do
        mlp data $words >"$work/${words%% *}.out" 2>&1 &
        waiting="$waiting $!"
    done
    for pid in $waiting; do wait $pid || fail "$kind: $(cat "$work"/*.out)"; done
    expect 0 mlp data status --json
    same "$(json '[.not_in_cache[]?] | length')" 0
    for name in x y z; do rm $name; done
    expect 0 mlp data checkout
    same "$(cat x y z)" "$(printf '1\n2\n3')"
done

# A part of a folder that is not all here is not added alone: the rest would be recorded as deleted.
mkdir "$work/parts" && cd "$work/parts" && git init -q . && printf 'version: 1\nproject: p\n' >mlp.yaml
mkdir -p d/s && echo 1 >d/1 && echo 2 >d/s/2 && expect 0 mlp data add d
rm d/1 && echo n >d/s/new
expect 5 mlp data add d/s/new
has "$work/err" "'d/1' is recorded and not here"
expect 0 mlp data checkout --force d/1
expect 0 mlp data add d/s/new
rm d/1 && expect 0 mlp data add d

# A folder of one side and a part of it of the other: each lock is right for itself, both together are not.
mkdir "$work/around" && cd "$work/around" && git init -q . && printf 'version: 1\nproject: p\n' >mlp.yaml
expect 0 mlp git install
echo x >x && expect 0 mlp data add x && git add -A && git commit -qm base
git checkout -qb part && mkdir -p d/raw && echo 1 >d/raw/1 && expect 0 mlp data add d/raw && git add data.lock && git commit -qm part
git checkout -q main && rm -rf d && mkdir d && echo 2 >d/2 && echo c >d.csv && expect 0 mlp data add d d.csv && git add data.lock && git commit -qm whole
! git merge -q --no-edit part >"$work/out" 2>&1 || fail "merged a folder and a part of it"
same "$(grep -c '^<<<<<<< ours' data.lock)" 1
git merge --abort
printf 'version: 1\ndata:\n' >data.lock
for path in d d.csv d/raw; do printf '  %s: {kind: file, size: 1, digest: "sha256:%064d"}\n' $path 0; done >>data.lock
expect 3 mlp data status
has "$work/err" "'d/raw' lies below 'd'"
