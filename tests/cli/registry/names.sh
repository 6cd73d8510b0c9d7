# Listing, showing, aliases, tags, differences, deletion; every document is what its schema says.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
make_model_project p
expect 0 mlp model list --json
valid_json
same "$(json '.models | length')" 0
new_version 0.1 0.9 && mlp -q model push >/dev/null
new_version 0.2 0.95 && mlp -q model push >/dev/null

expect 0 mlp model alias churn champion 1 --json
valid_json
same "$(json .before)" null
expect 0 mlp model alias churn champion churn:2 --json
same "$(json '.before, .version' | xargs)" "1 2"
expect 3 mlp model alias churn latest 1
expect 4 mlp model alias churn champion 9
expect 2 mlp model alias churn champion
expect 0 mlp model list --json
valid_json
same "$(json '.models[0].aliases.champion')" 2
expect 0 mlp model list churn --json
valid_json
same "$(json '[.versions[].version] | join(" ")')" "2 1"
expect 0 mlp model list churn --limit 1 --json
token=$(json .next_page_token)
expect 0 mlp model list churn --limit 1 --page-token "$token" --json
same "$(json '.versions[0].version')" 1

expect 0 mlp model tag churn:1 "note=it's fine" team=x --json
valid_json
expect 0 mlp model list churn --filter "tags.team = 'x'" --json
same "$(json '[.versions[].version] | join(" ")')" 1
expect 0 mlp model tag churn:1 --delete team --json
same "$(json '.tags | keys | join(" ")')" note

expect 0 mlp model show churn@champion --json
valid_json
same "$(json .version.version)" 2
expect 0 mlp model show churn
has "$work/out" "evaluate.auc >= 0.8"
expect 4 mlp model show chrn
has "$work/err" "Did you mean 'churn'"
expect 4 mlp model show churn:7
expect 4 mlp model show churn@champio
has "$work/err" "Did you mean 'champion'"
expect 2 mlp model show churn:

expect 0 mlp model diff churn:1 churn:2 --json
valid_json
same "$(json '.parameters[0] | [.key, .before, .after] | map(tostring) | join(" ")')" "lr 0.1 0.2"
same "$(json '.metrics[0].after')" 0.95
same "$(json '[.files[].key] | join(" ")')" model.bin
same "$(json '.data | length')" 0
expect 0 mlp model diff churn:1 churn:1
has "$work/out" "no difference"

expect 5 mlp model delete churn:2
has "$work/err" champion
expect 2 mlp model delete churn
expect 0 mlp model delete churn:1 --json
valid_json
expect 4 mlp model show churn:1
mlp -q model push >/dev/null
expect 5 mlp model delete churn --all
expect 0 mlp model delete churn --all --force
expect 0 mlp audit --verify --json
valid_json
same "$(json '.events | last | .action')" model.delete
