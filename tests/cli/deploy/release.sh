# A release is a folder with content and manifest, one link, one history; the same again changes nothing.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
make_model_project p
git init -q . && git add -A && git commit -qm first && git checkout -q --detach
expect 4 mlp deploy staging
has "$work/err" "mlp run"
test ! -e releases
new_version 0.1

# A dry run makes nothing: no version, no folder.
expect 0 mlp deploy staging --dry-run --json
valid_json
same "$(json '[.released, .version, .current] | map(tostring) | join(" ")')" "false null null"
test ! -e releases
expect 0 mlp model list --json
same "$(json '.models | length')" 0

# What stands in the workspace is registered on the way.
expect 0 mlp deploy staging --json
valid_json
same "$(json '[.released, .changed, .version] | map(tostring) | join(" ")')" "true true 1"
id=$(json .release.release)
same "$(readlink releases/staging/current)" "releases/$id"
cmp models/model.bin releases/staging/current/model.bin
cmp MODEL_CARD.md releases/staging/current/MODEL_CARD.md
manifest=releases/staging/current/manifest.json
same "$(json .schema "$manifest")" mlp.release/1
same "$(json '.parts[] | select(.path == "model.bin").digest' "$manifest")" "sha256:$(sha256sum <models/model.bin | cut -d' ' -f1)"
same "$(json .provenance.commit "$manifest")" "$(git rev-parse HEAD)"
same "$(json .digest "$manifest")" "$(mlp model show churn --json | jq -r .version.digest)"

expect 0 mlp deploy staging --json
same "$(json '[.released, .changed] | map(tostring) | join(" ")')" "true false"
expect 0 mlp history staging --json
valid_json
same "$(json '.total, .releases[0].current, .releases[0].kept' | xargs)" "1 true true"

# The alias follows production only.
expect 4 mlp model show churn@champion
expect 0 mlp deploy production churn:1 --json
same "$(json .alias.version)" 1
expect 0 mlp model show churn@champion --json
same "$(json '[.releases[].environment] | sort | join(" ")')" "production staging"
expect 5 mlp model delete churn:1
has "$work/err" "production"
expect 4 mlp deploy productoin
has "$work/err" "Did you mean 'production'"
expect 0 mlp audit --action deploy. --json
same "$(json '[.events[].subject] | join(" ")')" "staging production"
