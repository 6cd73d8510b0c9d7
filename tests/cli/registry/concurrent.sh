# Many that push at once: numbers without gaps or doubles, the same content once, the audit trail whole.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
export MLP_STORE=$work/store/store.db
for i in 1 2 3 4; do echo "content $i" >"file$i"; done
pids=()
for i in 1 2 3 4 1 2 3 4 1 2 3 4 1 2 3 4; do
    mlp model push m --path "file$i" --json >>"out.$i" 2>>err &
    pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid" || fail "a push failed: $(cat err)"; done
for i in 1 2 3 4; do
    same "$(jq .version.version "out.$i" | sort -u | wc -l)" 1
    same "$(jq 'select(.created) | 1' "out.$i" | wc -l)" 1
done
same "$(cat out.* | jq .version.version | sort -un | xargs)" "1 2 3 4"
expect 0 mlp model verify
expect 0 mlp audit --verify --action model.version.create --json
same "$(json '.events | length')" 4
