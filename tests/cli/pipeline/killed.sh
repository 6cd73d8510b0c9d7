# kill -9 of mlp at any instant: the next run is right, what was told as done is not made again, and nothing half-made counts.
# MLP_TEST_KILLS: how many kills (200 by hand).
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
mkdir p && cd p
export COUNT="$work/count"
{
    printf 'version: 1\nproject: killed\nstages:\n'
    for i in 1 2 3 4 5 6; do
        printf '  s%s:\n    cmd: echo s%s >>"$COUNT"; seq 1 20000 | tee half >o%s/a; cp o%s/a o%s/b\n    deps: [source]\n    outs: [o%s/]\n' $i $i $i $i $i $i
    done
    printf '  last:\n    cmd: cat o1/b o2/b o3/b o4/b o5/b o6/b >last\n    deps: [o1, o2, o3, o4, o5, o6]\n    outs: [last]\n'
} | sed 's/| tee half >/>/; s/o\([0-9]\)\/a;/o\1.tmp; mkdir -p o\1; cp o\1.tmp o\1\/a;/' >mlp.yaml
for i in 1 2 3 4 5 6; do seq 1 20000; done | sha256sum >"$work/wanted"
round=0
while [ $round -lt "${MLP_TEST_KILLS:-30}" ]; do
    round=$((round + 1))
    rm -rf .mlp/objects .mlp/store.db* mlp.lock o? last ./*.tmp
    echo $round >source
    : >"$COUNT"
    mlp run -j 2 >"$work/told" 2>&1 &
    pid=$!
    sleep "0.0$((RANDOM % 90 + 10))"
    [ $((round % 3)) -ne 0 ] || sleep "0.$((RANDOM % 3))"
    kill -9 $pid 2>/dev/null || true
    wait $pid 2>/dev/null || true
    expect 0 mlp run
    sha256sum <last >"$work/got"
    cmp -s "$work/got" "$work/wanted" || fail "round $round: another result"
    # Told as done before the kill: made once.
    for i in 1 2 3 4 5 6; do
        if grep -q "^s$i done" "$work/told"; then
            same "$(grep -c "^s$i\$" "$COUNT")" 1
        fi
    done
    expect 0 mlp status --exit-code
    expect 0 mlp run --json
    same "$(json .status)" up_to_date
    expect 0 mlp track list --json
    lacks "$work/out" RUNNING
done
