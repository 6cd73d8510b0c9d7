# Named stages with what they need, --single without, groups of expanded stages, and names that do not exist.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
cat >>mlp.yaml <<'YAML'
  each:
    foreach: [a, b]
    do:
      cmd: echo ${item} >each-${item}
      deps: [report.txt]
      outs: ["each-${item}"]
YAML
expect 0 mlp run train --json
same "$(json '[.stages[].name] | join(" ")')" "prepare train"
expect 0 mlp run each@b; [ ! -e each-a ] && [ -e each-b ] || fail "each@b alone was asked for"
expect 0 mlp run each --json; same "$(json .ran)" 1
echo changed >data.txt
expect 0 mlp run --single evaluate --json
same "$(json '[.stages[] | .name + " " + .status] | join(" ")')" "evaluate skipped"
expect 0 mlp run --single --force evaluate --json; same "$(json .ran)" 1
expect 2 mlp run --single
expect 4 mlp run evalaute; has "$work/err" "Did you mean 'evaluate'"
expect 4 mlp status nosuch
expect 0 mlp run
# frozen stages stay as they are.
sed -i 's/  evaluate:/  evaluate:\n    frozen: true/' mlp.yaml
echo again >data.txt
expect 0 mlp status --json; valid_json
same "$(json '.stages[] | select(.name == "evaluate") | "\(.action) \(.frozen)"')" "none true"

# graph and impact
cat >>mlp.yaml <<'YAML'
models:
  m: {path: model.bin}
environments:
  staging: {target: folder, path: releases}
YAML
expect 0 mlp graph --json; valid_json
same "$(json '[.edges[] | .from + ">" + .to] | join(" ")')" "prepare>train train>evaluate evaluate>each@a evaluate>each@b"
expect 0 mlp graph; has "$work/out" "  train ← prepare"
expect 0 mlp graph train --format dot; has "$work/out" '"prepare" -> "train";'; lacks "$work/out" evaluate
expect 0 mlp graph --format mermaid; has "$work/out" 's0 --> s1'
expect 4 mlp graph nosuch
expect 0 mlp impact data.txt --json; valid_json
same "$(json '"\(.subject) \(.stages | length) \(.models[0]) \(.environments[0])"')" "path 5 m staging"
expect 0 mlp impact train.lr --json; same "$(json '"\(.subject) \(.direct[0])"')" "parameter train"
expect 0 mlp impact evaluate --json; same "$(json '"\(.stages | length) \(.models | length)"')" "3 0"
expect 0 mlp impact each; has "$work/out" each@a
mkdir sub; expect 0 mlp -C sub impact ../data.txt
expect 4 mlp impact trian.lr; has "$work/err" "train.lr"
