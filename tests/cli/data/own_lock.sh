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

# A lock that cannot be trusted.
printf 'version: 1\ndata:\n  ../x: {kind: file, size: 1, digest: "sha256:%064d"}\n' 0 >data.lock
expect 3 mlp data status
has "$work/err" "data.lock:3:3"
printf 'version: 1\n<<<<<<< ours\n' >data.lock
expect 3 mlp data status
has "$work/err" conflict
