# Only what passed its gates is released; an override says why, and the audit trail keeps it.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
make_model_project p
new_version 0.1 0.9
expect 0 mlp deploy production
new_version 0.2 0.7
expect 1 mlp deploy production --json
valid_json
same "$(json '[.released, .gates_passed, .version] | map(tostring) | join(" ")')" "false false 2"
same "$(json '[.gates[] | select(.passed | not).gate] | join("; ")')" "evaluate.auc >= 0.8; evaluate.auc >= champion - 0.05"
expect 1 mlp deploy production churn:2
has "$work/out" "evaluate.auc is 0.7, wanted >= 0.8"
has "$work/out" "champion is version 1"
same "$(cat releases/production/current/model.bin | tail -1)" "lr: 0.1"
expect 1 mlp deploy production churn:2 --dry-run
expect 2 mlp deploy production churn:2 --override " "
expect 0 mlp deploy production churn:2 --override "hotfix for ML-42" --json
valid_json
same "$(json .release.reason)" "hotfix for ML-42"
same "$(tail -1 releases/production/current/model.bin)" "lr: 0.2"
expect 0 mlp audit --action deploy.release --json
same "$(json '.events | last | .reason')" "hotfix for ML-42"
same "$(json '.events | last | .after.failed_gates | length')" 2

# A reason for what passes anyway is not needed, and not kept as an override.
new_version 0.3 0.95
expect 0 mlp deploy production --override "not needed" --json
same "$(json .release.reason)" ""
# What passed against an earlier champion is asked again.
expect 0 mlp model alias churn champion 3
expect 0 mlp deploy production churn:1
new_version 0.4 0.86
expect 0 mlp model push --json
same "$(json .gates_passed)" true
version=$(json .version.version)
expect 0 mlp model alias churn champion 3
expect 1 mlp deploy production "churn:$version"
has "$work/out" "champion is version 3"
