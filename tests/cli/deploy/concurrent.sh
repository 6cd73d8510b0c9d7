# Several deploys at once: each is served or told that another is at work; the end is one whole release.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
make_model_project p
for i in 1 2 3 4 5 6 7 8; do
    echo "content $i" >"file$i"
    mlp -q model push churn --path "file$i" >/dev/null
done
pids=()
for i in 1 2 3 4 5 6 7 8; do
    mlp deploy staging "churn:$i" --override "no metrics" --json >"out.$i" 2>"err.$i" &
    pids+=($!)
done
served=0
for i in 1 2 3 4 5 6 7 8; do
    got=0
    wait "${pids[$((i - 1))]}" || got=$?
    case $got in
        0) served=$((served + 1)) ;;
        5) same "$(json .error.kind "err.$i")" conflict ;;
        *) fail "exit $got: $(cat "err.$i")" ;;
    esac
done
expect 0 mlp history staging --json
same "$(json .total)" "$served"
same "$(json '[.releases[] | select(.current)] | length')" 1
expect 0 mlp audit --verify --action deploy. --json
same "$(json '.events | length')" "$served"
