# What `mlp test` says of a wrong contract is what `mlp validate` says, and what it finds valid can be tested.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir contracts
printf 'version: 1\nproject: churn\ndatasets:\n  raw: {path: raw.csv, contract: contracts/raw.odcs.yaml}\n' >mlp.yaml
printf 'age,day\n5,2026-01-31\n' >raw.csv
write_contract() {
    printf 'apiVersion: v3.1.0\nkind: DataContract\nid: raw\nversion: 1.0.0\nstatus: active\nschema:\n  - name: raw\n    properties:\n' >contracts/raw.odcs.yaml
    printf '      - {name: age, %s}\n' "$1" >>contracts/raw.odcs.yaml
}
said_alike() {
    write_contract "$1"
    expect 3 mlp validate --json
    json '.problems[] | "\(.file):\(.line):\(.column): \(.message)"' >said
    expect 1 mlp test --only data --json
    json '.tests[] | .reason' >reason
    while read -r line; do
        grep -qF -- "$line" reason || fail "mlp test does not say: $line"
    done <said
}
said_alike 'logicalTypeOptions: {maximum: ten, minimum: 5, minLenght: 3}'
said_alike "logicalType: string, logicalTypeOptions: {pattern: '[a-z'}"
said_alike 'quality: [{type: sql, mustBe: 0}, {metric: invalidValues, mustBe: 0}, {nullValues: 0}]'
said_alike 'quality: [{type: sql, query: "SELECT ${propery} FROM ${object}", mustBe: 0}]'
said_alike 'logicalType: int, minimum: 0'

write_contract 'logicalType: integer, logicalTypeOptions: {minimum: 0, maximum: 10}, quality: [{type: sql, query: "SELECT max(${property}) FROM ${object}", mustBe: 5}]'
printf '      - {name: day, logicalType: date, logicalTypeOptions: {minimum: 2026-01-01}}\n' >>contracts/raw.odcs.yaml
expect 0 mlp validate
expect 0 mlp test --only data

# The fixes of everyday words lead to a valid contract.
write_contract 'logicalType: int, logicalTypeOptions: {min: 0}'
expect 0 mlp validate --fix
expect 0 mlp test --only data
grep -q 'logicalType: integer, logicalTypeOptions: {minimum: 0}' contracts/raw.odcs.yaml || fail 'not mended'
