# What the pipeline made can be registered whether or not this store holds a run of it: the lock knows where it comes from.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
make_model_project p
git init -q . && git add -A && git commit -qm first
mlp -q run 2>/dev/null
expect 0 mlp model push --json
digest=$(json .version.digest)

# A store of its own, as the first CI job with a shared one has it: nothing to do, and yet a version with all it needs.
export MLP_STORE=$work/shared/store.db
expect 0 mlp run
has "$work/out" "Nothing to do"
expect 0 mlp model push --json
valid_json
same "$(json .version.digest)" "$digest"
same "$(json .version.run_id)" ""
same "$(json '.version.provenance.parameters.lr')" 0.1
same "$(json '.version.provenance.metrics["evaluate.auc"]')" 0.9
same "$(json '.version.provenance.data | keys | join(" ")')" data.csv
same "$(json .gates_passed)" true
expect 0 mlp deploy production --json
unset MLP_STORE

# The run was deleted.
new_version 0.2
expect 0 mlp track list --json
run=$(json '[.runs[] | select(.tags["mlp.kind"] == "pipeline")][0].run_id')
expect 0 mlp track delete "$run"
expect 0 mlp model push --json
same "$(json '.version.provenance.parameters.lr')" 0.2

# Another stage failed, so that no run of this output ended well.
cp mlp.yaml kept.yaml
sed -i 's/^  evaluate:/  other: {cmd: "false", always_changed: true}\n  evaluate:/' mlp.yaml
echo 'lr: 0.3' >params.yaml
expect 1 mlp run --keep-going
mv kept.yaml mlp.yaml
expect 0 mlp run
expect 0 mlp model push --json
same "$(json '.version.provenance.parameters.lr')" 0.3

# What was changed by hand, the lock does not know either.
chmod u+w models/model.bin && echo more >>models/model.bin
expect 5 mlp model push
has "$work/err" "mlp run"
