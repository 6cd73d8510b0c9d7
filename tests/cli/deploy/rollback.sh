# Back to the release before, again and again; from a fresh clone with an empty store too; not to what is damaged.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
make_model_project p
expect 4 mlp rollback production
has "$work/err" "nothing was ever released"
test ! -e releases
for lr in 0.1 0.2 0.3; do new_version $lr && mlp -q deploy production >/dev/null; done
served() { tail -1 releases/production/current/model.bin; }
champion() { mlp model show churn@champion --json | jq .version.version; }
expect 0 mlp rollback production --json
valid_json
same "$(served)" "lr: 0.2"
same "$(champion)" 2
expect 0 mlp rollback production
same "$(served)" "lr: 0.1"
expect 4 mlp rollback production
has "$work/err" "no release before"
expect 0 mlp rollback production --to 3
same "$(served)" "lr: 0.3"
expect 0 mlp rollback production --to churn:3 --json
same "$(json .changed)" false
expect 4 mlp rollback production --to 9
has "$work/err" "released so far"
expect 0 mlp history production --json
valid_json
same "$(json '[.releases[] | .action + " " + (.version | tostring)] | join(", ")')" \
    "rollback 3, rollback 1, rollback 2, deploy 3, deploy 2, deploy 1"

# Only the newest three stay (keep: 3).
new_version 0.4 && expect 0 mlp deploy production --json
same "$(json '.pruned | length')" 1
same "$(ls releases/production/releases | wc -l)" 3
expect 4 mlp rollback production --to 2
has "$work/err" "no longer in"

# A fresh clone, an empty store.
rm -rf .mlp
expect 0 mlp rollback production --json
valid_json
same "$(json .recovered)" true
same "$(served)" "lr: 0.3"

# One byte of an earlier release.
printf X | dd of="releases/production/releases/$(json .release.previous)/model.bin" conv=notrunc status=none
expect 7 mlp rollback production --to 4
has "$work/err" "model.bin"
same "$(served)" "lr: 0.3"
