# CI: an empty checkout each time, a shared store, no home, no terminal: versions and champion go on counting.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
unset HOME
export MLP_STORE=$work/shared/store.db CI=true
for job in 1 2 3; do
    (make_model_project "$work/job$job" && sed -i "s,path: releases/,path: $work/targets/," mlp.yaml)
    cd "$work/job$job"
    new_version "0.$job" "0.9$job"
    expect 0 mlp deploy production --json </dev/null
    valid_json
    same "$(json '[.version, .alias.version] | map(tostring) | join(" ")')" "$job $job"
    # A retry of the same job is the same version, served already.
    expect 0 mlp deploy production --json </dev/null
    same "$(json '[.version, .changed] | map(tostring) | join(" ")')" "$job false"
done
same "$(tail -1 "$work/targets/production/current/model.bin")" "lr: 0.3"
expect 0 mlp rollback production --json </dev/null
same "$(json .alias.version)" 2
