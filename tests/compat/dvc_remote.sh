# Data and results travel through a remote of DVC both ways: what DVC pushed is fetched instead of run, and the reverse.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
dvc() { "$MLP_TEST_DVC" "$@"; }
export COUNT="$work/count"
ran() { wc -l <"$COUNT" | tr -d ' '; }
: >"$COUNT"
mkdir theirs && cd theirs
git init -q . && dvc init -q && dvc remote add -q -d store "$work/store"
mkdir -p raw/part && echo 1 >raw/part/a && echo 2 >raw/b && dvc add -q raw
printf 'lr: 0.1\n' >params.yaml
cat >dvc.yaml <<'YAML'
stages:
  prepare:
    cmd: echo prepare >>"$COUNT"; mkdir -p clean/deep; cat raw/b raw/part/a > clean/deep/all
    deps: [raw]
    outs: [clean]
  train:
    cmd: echo train >>"$COUNT"; cat clean/deep/all params.yaml > model; echo '{"acc":1}' > m.json
    deps: [clean]
    params: [lr]
    outs: [model]
    metrics: [m.json: {cache: false}]
YAML
dvc repro -q && dvc push -q --run-cache
git add -A && git commit -q -m first
same "$(ran)" 2

# A fresh clone: data and outputs come by the lock; without it by the run cache.
git clone -q . ../ours && cd ../ours
expect 1 mlp run; has "$work/out" "mlp run --pull"
expect 0 mlp run --pull --json; valid_json; same "$(ran)" 2
same "$(json '[.stages[] | select(.status == "restored") | .name] | join(" ")')" "raw.dvc prepare train"
same "$(json '.stages[] | select(.name == "train") | .evidence.remote')" "$work/store"
diff -r raw ../theirs/raw && diff -r clean ../theirs/clean && cmp model ../theirs/model && cmp m.json ../theirs/m.json
same "$(dvc status --json)" "{}"
same "$(git status --porcelain)" ""
expect 0 mlp run; has "$work/out" "Nothing to do"
git clone -q ../theirs ../anew && cd ../anew && rm dvc.lock
expect 0 mlp run --pull; same "$(ran)" 2
cmp dvc.lock ../theirs/dvc.lock
same "$(dvc status --json)" "{}"

# What mlp ran is there for DVC, and for mlp where the remote is always looked at.
sed -i 's/0.1/0.2/' params.yaml ../theirs/params.yaml ../ours/params.yaml
MLP_RUN_REMOTE=store expect 0 mlp run; same "$(ran)" 3
cd ../theirs && dvc repro -q --pull && same "$(ran)" 3
cmp dvc.lock ../anew/dvc.lock
cd ../ours && rm -rf .dvc/cache
MLP_RUN_REMOTE="$work/store" expect 0 mlp run --explain train; same "$(ran)" 3
has "$work/out" "fetched from $work/store"
same "$(dvc status --json)" "{}"

# Nothing in a remote is believed, and it decides nothing.
object=$(md5sum <model | sed 's|^\(..\)\([0-9a-f]*\).*|files/md5/\1/\2|')
chmod u+w "$work/store/$object" && echo spoilt >>"$work/store/$object"
git clone -q . ../spoilt && cp params.yaml dvc.lock ../spoilt && cd ../spoilt
expect 0 mlp run --pull; has "$work/err" "does not hold what its name says"; same "$(ran)" 4
cmp model ../ours/model
rm -rf .dvc/cache model && mv "$work/store" "$work/away" && : >"$work/store"
expect 0 mlp run --pull; has "$work/err" "not looked up"; same "$(ran)" 5
rm "$work/store" && mv "$work/away" "$work/store"
expect 2 mlp run --pull --no-remote
dvc remote remove -q store
expect 3 mlp run --pull; has "$work/err" "dvc remote add"
