# A DVC project run by mlp and by DVC in turn: the same dvc.lock, byte for byte, and each finds nothing to do after the other.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
export DVC_NO_ANALYTICS=1
dvc() { "$MLP_TEST_DVC" "$@"; }

mkdir ours && cd ours
git init -q . && git config user.email t@example.org && git config user.name t
dvc init -q
printf 'lr: 0.1\ntrain:\n  epochs: 3\nsizes: [1, 2]\n' >params.yaml
mkdir data && echo a >data/a && echo b >data/b
echo raw >raw.csv && dvc add -q raw.csv
cat >dvc.yaml <<'YAML'
stages:
  prep:
    cmd:
    - cat data/a raw.csv > out.txt
    - echo '{"acc":0.5}' > m.json
    deps: [data, raw.csv]
    params: [lr, train.epochs]
    outs: [out.txt]
    metrics:
    - m.json: {cache: false}
  many:
    foreach: ${sizes}
    do:
      cmd: |
        [ ${item} != 1 ] || sleep 0.2
        mkdir -p o${item}
        cat out.txt > o${item}/x
      deps: [out.txt]
      outs:
      - o${item}
YAML
git add -A && git commit -qm begin
cp -r . ../theirs

# Each step is done to both; mlp runs one, DVC the other.
step() {
    (cd ../theirs && eval "$1" && dvc repro -q >/dev/null)
    eval "$1"
    expect 0 mlp run
    cmp dvc.lock ../theirs/dvc.lock || fail "dvc.lock differs after: $1"
    cmp .gitignore ../theirs/.gitignore || fail ".gitignore differs after: $1"
    cmp raw.csv.dvc ../theirs/raw.csv.dvc || fail "raw.csv.dvc differs after: $1"
    [ "$(dvc status --json)" = "{}" ] || fail "dvc status after: $1: $(dvc status)"
    (cd ../theirs && "$MLP" run) >../out 2>../err || fail "mlp after dvc repro: $1"
    has ../out "Nothing to do"
}
step true
step "sed -i 's/lr: 0.1/lr: 1e-05/' params.yaml"
step "echo more >>raw.csv"
step "rm -rf o1 out.txt"
step "sed -i 's/lr: 1e-05/lr: 0.1/' params.yaml"
step "sed -i 's/cat out.txt > o/tac out.txt > o/' dvc.yaml"

# What was made before comes back without a run.
expect 0 mlp run --json
same "$(json '.ran' ../out)" 0

# A dvc at work on the same paths is told of, and nothing is touched.
mkdir -p .dvc/tmp
sleep 60 &
printf '{"write": {"%s": {"pid": %s, "cmd": "dvc repro"}}}' "$PWD/out.txt" $! >.dvc/tmp/rwlock
sed -i 's/lr: 0.1/lr: 7/' params.yaml
expect 5 mlp run
has ../err "dvc repro"
kill %1 && wait %1 2>/dev/null || true
expect 0 mlp run
