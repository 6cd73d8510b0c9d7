# A project of DVC: its stages as resolved, words that name them, and what is wrong with its files.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir -p p/.dvc p/sub && cd p
echo 'lr: 1e-3' >params.yaml
cat >dvc.yaml <<'YAML'
stages:
  prepare:
    cmd: cat raw.csv > clean.csv
    deps: [raw.csv]
    outs: [clean.csv]
  fit:
    matrix: {seed: [1, 2]}
    cmd: |
      echo ${lr}
      train ${item.seed}
    deps: [clean.csv]
    params: [lr]
    outs:
    - 'fit/${key}': {persist: true}
    metrics: ['m${item.seed}.json': {cache: false}]
YAML
printf 'outs:\n- md5: d41d8cd98f00b204e9800998ecf8427e\n  size: 0\n  hash: md5\n  path: raw.csv\n' >raw.csv.dvc
printf 'stages:\n  look:\n    cmd: ls\n    deps: [../fit/1]\n' >sub/dvc.yaml

expect 0 mlp validate
expect 0 mlp graph --json
valid_json
same "$(json '[.stages[].address] | join(" ")')" 'prepare fit@1 fit@2 raw.csv.dvc sub/dvc.yaml:look'
same "$(json '.stages[1].cmd | join("; ")')" 'echo 0.001; train 1'
same "$(json '.stages[1].outs[] | select(.metric) | [.path, .cache] | @text')" '["m1.json",false]'
same "$(json '.stages[1].params["params.yaml"][0]')" lr
same "$(json '.stages[4] | [.name, .wdir, .deps[0]] | join(" ")')" 'look sub fit/1'
same "$(json '[.edges[] | .from + ">" + .to] | sort | join(" ")')" \
    'fit@1>sub/dvc.yaml:look prepare>fit@1 prepare>fit@2 raw.csv.dvc>prepare'
expect 0 mlp graph sub/dvc.yaml:look
has "$work/out" 'sub/dvc.yaml:look ← fit@1'
expect 0 mlp graph fit/2
lacks "$work/out" fit@1
expect 0 mlp graph --format mermaid
has "$work/out" 'sub/dvc.yaml:look'
expect 4 mlp graph look

# A lock that DVC would not read is told by all who look at the project.
printf 'look:\n  cmd: ls\n' >sub/dvc.lock
expect 3 mlp graph
has "$work/err" 'sub/dvc.lock:1:1: dvc.lock has the layout of DVC 1'
expect 3 mlp validate
has "$work/out" 'sub/dvc.lock:1:1'
expect 3 mlp validate sub/dvc.lock
printf "schema: '2.0'\n" >sub/dvc.lock
expect 0 mlp validate

sed -i 's/seed: \[1, 2\]/seed: [1, 2}/' dvc.yaml
expect 3 mlp validate sub/dvc.yaml
has "$work/out" 'dvc.yaml:7:'
expect 3 mlp graph
