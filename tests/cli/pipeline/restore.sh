# Going back to earlier parameters or an earlier commit restores equal bytes and runs nothing.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
digest() { sha256sum build/clean.txt model.bin model.log metrics.json report.txt | sha256sum; }
printf 'build/\nmodel.*\nmetrics.json\nreport.txt\n' >.gitignore
expect 0 mlp run
first=$(digest)
git add -A && git commit -qm one
expect 0 mlp run --set train.lr=0.2
second=$(digest)
[ "$first" != "$second" ] || fail "the second run made the same"
has params.yaml "lr: 0.2  # kept"
git commit -qam two
same "$(counter)" 4

expect 0 mlp run --set train.lr=0.1 --json
same "$(json '"\(.ran) \(.restored)"')" "0 1"
same "$(digest)" "$first"
git checkout -q .
expect 0 mlp run; same "$(digest)" "$second"
git checkout -q HEAD~1
expect 0 mlp status --json
same "$(json '.stages[] | select(.name == "train").action')" restore
expect 0 mlp run; same "$(digest)" "$first"
git checkout -q main
expect 0 mlp run; same "$(digest)" "$second"
same "$(git status --porcelain)" ""
same "$(counter)" 4

# Everything lost but the store: the lock names what to bring back.
rm -rf build model.* metrics.json report.txt .mlp/index.db
expect 0 mlp run --json
same "$(json '"\(.ran) \(.restored)"')" "0 3"
same "$(digest)" "$second"
# Without a lock the run cache knows; without .mlp it has to run.
rm mlp.lock
expect 0 mlp run --json; same "$(json '"\(.ran) \(.restored)"')" "0 3"
same "$(git status --porcelain)" ""
expect 0 mlp run --no-cache --force --json; same "$(json .ran)" 3
rm -rf .mlp build
expect 0 mlp run --json; same "$(json '"\(.ran) \(.skipped)"')" "1 2"
same "$(git status --porcelain)" ""
