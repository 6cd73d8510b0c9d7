# mlp diff says of parameters and metrics what `dvc params diff` and `dvc metrics diff` say; of metrics the same table.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
dvc=$MLP_TEST_DVC
mkdir p && cd p && git init -q . && "$dvc" init -q
cat >dvc.yaml <<'YAML'
stages:
  train:
    cmd: cp source.json m.json
    deps: [source.json]
    params: [lr, train.epochs]
    metrics: [m.json: {cache: false}]
YAML
printf 'lr: 0.1\ntrain: {epochs: 3, name: one, layers: [1, 2]}\ngone: true\n' >params.yaml
echo '{"acc": 0.5, "deep": {"f1": 0.25, "n": 7}, "same": 1, "gone": 2, "list": [1], "big": 123456789.125}' >source.json
cp source.json m.json
git add . && git commit -q -m one
printf 'lr: 1e-05\ntrain: {epochs: 4, name: two, layers: [1, 3]}\nnew: 5\n' >params.yaml
echo '{"acc": 0.6, "deep": {"f1": -0.5, "n": 7}, "same": 1, "new": 3, "list": [2], "big": 1}' >m.json
mlp diff --md >ours.md
for what in metrics params; do
    "$dvc" $what diff --json >theirs.json
    mlp diff --json >found.json; valid_json found.json
    jq -S ".$what | map_values(map_values(del(.change) | map_values(if type == \"array\" then tojson else . end)))" found.json >ours.json
    # Lists are lists here and texts there. DVC gives an old or new value that is not there as null or not at all.
    jq -S 'map_values(map_values({old: .old, new: .new} + (if has("diff") then {diff} else {} end) |
        map_values(if type == "string" then gsub(", "; ",") else . end)))' theirs.json | diff - ours.json
done
"$dvc" metrics diff --md >theirs.md
while read -r line; do grep -qxF -- "$line" ours.md || fail "not in our table: $line"; done <theirs.md
