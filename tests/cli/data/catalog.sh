# Declared data sets: who answers for them, who uses them, what is to go, and contracts that somebody has reviewed.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir -p shop/data shop/contracts && cd shop
cat >mlp.yaml <<'YAML'
version: 1
project: shop
datasets:
  raw: {path: data/raw.csv, owner: team-data, purpose: billing, source: "postgres://billing/orders", contract: contracts/raw.odcs.yaml}
  clean: {path: "clean/*.csv", owner: team-ml, desc: Orders without cancelled ones}
stages:
  wash: {cmd: "mkdir -p clean && cp data/raw.csv clean/a.csv", deps: [data/raw.csv], outs: [clean/a.csv]}
  fit: {cmd: "cp clean/a.csv model.bin", deps: [clean/a.csv], outs: [model.bin]}
models:
  churn: {path: model.bin}
YAML
printf 'id\n1\n2\n' >data/raw.csv
contract() {
    cat >contracts/raw.odcs.yaml <<YAML
apiVersion: v3.1.0
kind: DataContract
id: raw
version: $1
status: active
schema:
  - name: raw
    properties:
      - {name: id, logicalType: integer}
YAML
}
contract 1.0.0

expect 0 mlp data catalog --json
valid_json ../out
same "$(json '.datasets | map(.name) | join(" ")' ../out)" "raw clean"
same "$(json '.datasets[0] | "\(.users[0]) \(.makers | length) \(.downstream | join(",")) \(.models[0]) \(.deprecated)"' ../out)" \
    "wash 0 clean/a.csv,model.bin churn null"
same "$(json '.datasets[1] | "\(.makers[0]) \(.users[0]) \(.upstream | join(","))"' ../out)" "wash fit data/raw.csv"
expect 0 mlp data catalog raw --downstream --upstream --json
valid_json ../out
same "$(json '.datasets[0] | [(.steps_down[] | .stage), (.steps_up | length)] | join(" ")' ../out)" "wash fit 0"
expect 0 mlp data catalog raw --downstream
has ../out "fit: clean/a.csv -> model.bin"
expect 0 mlp data catalog BILLING
has ../out "team-data"
lacks ../out "team-ml"
expect 0 mlp data catalog --owner team-ml
has ../out "Orders without cancelled ones"
lacks ../out "team-data"
expect 0 mlp data catalog nothing-like-it
has ../out "No data set matches."

# Reviews: nothing is asked before the first one; then every change of a contract is somebody's business.
expect 0 mlp test --only data
expect 0 mlp data review --by ada --json
valid_json ../out
same "$(json '.reviewed | join(" ")' ../out)" contracts/raw.odcs.yaml
expect 0 mlp data review
has ../out "stands as it was reviewed"
expect 0 mlp test --only data
contract 1.1.0
expect 1 mlp test --only data
has ../out "contracts/raw.odcs.yaml: changed since ada reviewed it"
mv contracts/raw.odcs.yaml away
expect 1 mlp test --only data --json
same "$(json '[.. | objects | select(.verdict? == "failed" or .outcome? == "failed" or .result? == "failed")] | length' ../out)" 1
has ../out "there is no contract 'contracts/raw.odcs.yaml'"
mv away contracts/raw.odcs.yaml
expect 4 mlp data review clean
expect 4 mlp data review rwa
has ../err "raw"
expect 0 mlp data review raw
expect 0 mlp test --only data
echo '<<<<<<< HEAD' >contracts.lock
expect 3 mlp test --only data
has ../err contracts.lock
printf '{"version": 1, "contracts": {}}' >contracts.lock
expect 1 mlp test --only data
has ../out "nobody has reviewed it"
rm contracts.lock

# To go: a warning until the last day, a refusal after it; only of stages that are asked for.
sed -i 's|owner: team-data,|owner: team-data, deprecated: 2999-12-31, replacement: clean,|' mlp.yaml
expect 0 mlp validate
has ../out MLP078
expect 0 mlp test --only data
has ../err "only until 2999-12-31"
expect 0 mlp run
has ../err "read 'clean' instead"
expect 0 mlp data catalog raw
has ../out "usable until 2999-12-31"
sed -i 's|2999-12-31|2020-01-31|' mlp.yaml
expect 1 mlp test --only data
has ../out "was to be used until 2020-01-31"
expect 1 mlp run --force
has ../err "was to be used until 2020-01-31"
for words in status "run --dry-run --force"; do
    expect 0 mlp $words
    has ../err "\`mlp run\` refuses that"
done
expect 0 mlp data catalog raw
has ../out "was usable until 2020-01-31"
expect 0 mlp run --single --force fit
sed -i 's|2020-01-31|2020-13-45|' mlp.yaml
expect 3 mlp validate
has ../out "not a day"
