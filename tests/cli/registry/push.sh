# A version holds what the pipeline made and where it comes from; the same again is the same version.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
make_model_project p

# Nothing was made yet: the way out is named.
expect 4 mlp model push
has "$work/err" "mlp run"

git init -q . && git add -A && git commit -qm first
mlp -q run 2>/dev/null
expect 0 mlp model push --json --tag team=x --alias candidate
valid_json
same "$(json .created)" true
same "$(json .version.version)" 1
same "$(json .version.provenance.commit)" "$(git rev-parse HEAD)"
same "$(json '.version.provenance.parameters.lr')" 0.1
same "$(json '.version.provenance.metrics["evaluate.auc"]')" 0.9
same "$(json '.version.provenance.data["data.csv"]')" "sha256:$(sha256sum <data.csv | cut -d' ' -f1)"
same "$(json .version.run_id)" "$(json .version.provenance.run_id)"
same "$(json '[.version.parts[].path] | join(" ")')" "MODEL_CARD.md model.bin"
same "$(json '.version.parts[1].digest')" "sha256:$(sha256sum <models/model.bin | cut -d' ' -f1)"
same "$(json '.gates_passed')" true
same "$(json '.version.aliases[0]')" candidate
digest=$(json .version.digest)
# The digest is that of a readable manifest in the object store.
object=.mlp/objects/sha256/$(echo "${digest#sha256:}" | cut -c1-2)/$(echo "${digest#sha256:}" | cut -c3-)
same "$(sha256sum <"$object" | cut -d' ' -f1)" "${digest#sha256:}"
same "$(json .schema "$object")" mlp.model-manifest/1

expect 0 mlp model push --json
same "$(json .created)" false
same "$(json .version.version)" 1

# An output that was changed by hand was made by no run.
chmod u+w models/model.bin && echo more >>models/model.bin
expect 5 mlp model push
has "$work/err" "--allow-stale"
expect 0 mlp model push --allow-stale --json
same "$(json .version.version)" 2
same "$(json .version.run_id)" ""
same "$(json .gates_passed)" false

# Going back to earlier parameters restores the output, and it is the version that it was.
new_version 0.2
expect 0 mlp model push --json
same "$(json .version.version)" 3
new_version 0.1
expect 0 mlp model push --json
same "$(json .version.version)" 1
