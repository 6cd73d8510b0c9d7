# Verdicts are kept with the version, follow the declared gates, and are asked again when the champion changed.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
make_model_project p
new_version 0.1 0.9
expect 0 mlp model push --json --alias champion
same "$(json '[.version.gates[].passed] | all')" true
new_version 0.2 0.83
expect 0 mlp model push --json
same "$(json .gates_passed)" false
has "$work/out" "evaluate.auc is 0.83, wanted >= 0.85 (champion is version 1)"
expect 0 mlp model push
has "$work/out" "1 of 2 failed"

# NaN and a metric that is not there pass nothing.
printf 'NaN' >auc.txt && mlp -q run >/dev/null 2>&1 || true
sed -i 's/evaluate.auc >= 0.8,/evaluate.aux >= 0.8,/' mlp.yaml
new_version 0.3 0.99
expect 0 mlp model push --json
same "$(json .gates_passed)" false
has "$work/out" "Did you mean 'evaluate.auc'"

# The gates changed: the same version is judged anew.
sed -i 's/evaluate.aux >= 0.8,/evaluate.auc > 0.98,/' mlp.yaml
version=$(json .version.version)
expect 0 mlp model push --json
same "$(json .version.version)" "$version"
same "$(json .gates_passed)" true
expect 0 mlp audit --action model.version.gates --json
same "$(json '.events | length')" 4

# A gate that was tightened, or added, after a version became champion holds for it too.
new_version 0.1 0.99
expect 0 mlp model push --json --alias champion
champion=$(json .version.version)
sed -i 's/evaluate.auc > 0.98,/evaluate.auc > 0.995,/' mlp.yaml
expect 1 mlp test --only gates
expect 1 mlp deploy production
has "$work/out" "0.995"
expect 0 mlp model push --json
same "$(json .version.version)" "$champion"
same "$(json .gates_passed)" false
