# mlp.lock: readable by any YAML, small diffs, its edits respected, damage and conflicts told with a place and a way out.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
expect 0 mlp run
cp mlp.lock good
if python3 -c 'import yaml' 2>/dev/null; then
    same "$(python3 -c 'import yaml; d = yaml.safe_load(open("mlp.lock")); print(d["version"], sorted(d["stages"]), d["stages"]["train"]["params"]["params.yaml"]["train.lr"])')" \
        "1 ['evaluate', 'prepare', 'train'] 0.1"
fi
git add mlp.lock && git commit -qm lock
expect 0 mlp run --set train.lr=0.2
[ "$(git diff --numstat mlp.lock | cut -f1)" -le 3 ] || fail "the diff is large: $(git diff mlp.lock)"
git checkout -q mlp.lock
expect 0 mlp status --json; same "$(reason train)" "params train.lr 0.1 → 0.2"
expect 0 mlp run --json; same "$(json '"\(.ran) \(.restored)"')" "0 1"

refused() { # TEXT in the message
    expect 3 mlp run; has "$work/err" "$1"; has "$work/err" mlp.lock; has "$work/err" hint
    expect 3 mlp status
}
sed 's/version: 1/version: 9/' good >mlp.lock; refused "version 9"
sed 's/  prepare:/<<<<<<< HEAD\n  prepare:/' good >mlp.lock; refused "merge conflict"
head -c 300 good >mlp.lock; refused damaged
sed 's/build\/clean.txt: /..\/clean.txt: /' good >mlp.lock; refused "not a path inside"
sed 's/sha256:[0-9a-f]\{8\}/sha256:xyz/' good >mlp.lock; refused "not a digest"
sed 's/kind: file/kind: device/' good >mlp.lock; refused "none of file"
sed 's/size: 6/size: -6/' good >mlp.lock; refused "a size"
printf '\377\376\000' >mlp.lock; refused damaged
printf 'version: 1\nstages:\n  a: {cmd: x}\n  a: {cmd: y}\n' >mlp.lock; refused damaged
printf '[]\n' >mlp.lock; refused "a list"
: >mlp.lock; refused damaged
# Entries of stages that are gone leave with the next change.
cp good mlp.lock
sed -i '/^  evaluate:/,$d' mlp.yaml
expect 0 mlp run --set train.lr=0.7
lacks mlp.lock evaluate
