# How many blobs move at once: -j, else the remote's jobs.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir p store && cd p
printf 'version: 1\nproject: p\nremotes:\n  disk: ../store\n' >mlp.yaml
mkdir d && for i in 1 2 3 4 5 6; do echo "$i" >d/$i; done
expect 0 mlp data add d
expect 0 mlp data push
# peak_of JOBS FLAGS…: requests at one time of a fetch from a server where the remote has these jobs.
peak_of() {
    local jobs=$1
    shift
    rm -rf "$work/port" "$work/peak" .mlp/objects
    python3 "$MLP_SOURCE/tests/support/busy_files.py" "$work/store" "$work/port" "$work/peak" & server=$!
    trap 'kill $server 2>/dev/null || true; chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
    until [ -e "$work/port" ]; do kill -0 $server; sleep 0.05; done
    mlp remote add --force web "http://127.0.0.1:$(cat "$work/port")" --set jobs="$jobs" >/dev/null
    mlp data fetch -r web "$@" >/dev/null || fail "fetch with jobs $jobs $*"
    kill $server
    wait $server 2>/dev/null || true
    peak=$(cat "$work/peak")
}
peak_of 1; same "$peak" 1
peak_of 3; [ "$peak" -gt 1 ] && [ "$peak" -le 3 ] || fail "$peak at once, 3 are set"
peak_of 3 -j 1; same "$peak" 1
