# --watch runs again what a save touches: parameters, dependencies, renames as editors do them; it ignores what the run
# itself writes, outlives failures and broken files, and Ctrl-C ends it with 130.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
setsid env --default-signal=INT mlp run --watch --json >"$work/stream" 2>"$work/notes" &
pid=$!
# runs N: waits until N reports were printed, and gives the last as $work/out.
runs() {
    local i
    for i in $(seq 600); do [ "$(wc -l <"$work/stream")" -ge "$1" ] && break; sleep 0.1; done
    [ "$(wc -l <"$work/stream")" = "$1" ] || fail "$(wc -l <"$work/stream") reports, expected $1: $(tail -n 3 "$work/notes")"
    tail -n 1 "$work/stream" >"$work/out"
}
ran() { json '[.stages[] | select(.status == "ran").name] | join(" ")'; }
# The watch is set up when it says so.
watching() { for i in $(seq 600); do [ "$(grep -c 'watching' "$work/notes")" -ge "$1" ] && return; sleep 0.1; done; fail "not watching"; }
runs 1; valid_json; same "$(ran)" "prepare train evaluate"; watching 1
sed -i 's/lr: 0.1/lr: 0.2/' params.yaml # writes another file and renames it
runs 2; valid_json; same "$(ran)" train; watching 2
echo more >>data.txt
runs 3; same "$(ran)" "prepare train evaluate"; watching 3
# What it writes itself, and files that nothing reads, are no reason.
touch report.txt unrelated; echo x >build/other
sed -i 's/wc -c/wc -l/' mlp.yaml
runs 4; same "$(ran)" evaluate; watching 4
# A broken file is told; mending it goes on.
cp mlp.yaml kept; echo 'stages: [' >>mlp.yaml
for i in $(seq 600); do grep -q '"kind":"invalid"' "$work/notes" && break; sleep 0.1; done
watching 5
cp kept mlp.yaml
runs 5; same "$(json .status)" up_to_date; watching 6
# So is a stage that fails.
sed -i 's/wc -l model.bin/exit 3; wc -l model.bin/' mlp.yaml
runs 6; same "$(json .status)" failed; watching 7
cp kept mlp.yaml
runs 7; same "$(json .failed)" 0; watching 8
kill -INT $pid; got=0; wait $pid || got=$?
same "$got" 130
runs 7
expect 0 mlp status --exit-code
expect 2 mlp run --watch --dry-run
