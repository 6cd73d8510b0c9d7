# A target that may not be written: refused, nothing registered as released, the store whole.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
make_model_project p
new_version 0.1
mlp -q deploy staging >/dev/null
new_version 0.2
as_user=()
if [ "$(id -u)" = 0 ]; then
    command -v setpriv >/dev/null || { echo "SKIPPED: root ignores modes, and there is no setpriv" >&2; exit 77; }
    chmod 755 "$work" && chown -R 65534:65534 "$work"
    as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
chmod -R a-w releases
expect 3 "${as_user[@]}" mlp deploy staging
has "$work/err" "releases/staging"
same "$(tail -1 releases/staging/current/model.bin)" "lr: 0.1"
expect 0 "${as_user[@]}" mlp history staging --json
same "$(json .total)" 1
chmod -R u+w releases
expect 0 "${as_user[@]}" mlp deploy staging
same "$(tail -1 releases/staging/current/model.bin)" "lr: 0.2"

# A store that may only be read still answers.
chmod -R a-w .mlp
expect 0 "${as_user[@]}" mlp model list
expect 0 "${as_user[@]}" mlp model show churn:2
expect 0 "${as_user[@]}" mlp audit --verify
expect 0 "${as_user[@]}" mlp model pull churn:2 pulled
expect 3 "${as_user[@]}" mlp model alias churn champion 1
chmod -R u+w .mlp
