# --watch: a report at once, another one when a save changes what is wrong, none when it does not; Ctrl-C ends it.
. "$MLP_SOURCE/tests/support/cli.sh"
printf 'version: 1\nproject: p\n' >mlp.yaml
setsid env --default-signal=INT mlp validate --watch --json >"$work/stream" 2>"$work/notes" &
pid=$!
# reports N: waits until N reports were printed, and gives the last as $work/out.
reports() {
    for _ in $(seq 600); do [ "$(wc -l <"$work/stream")" -ge "$1" ] && break; sleep 0.1; done
    same "$(wc -l <"$work/stream" | tr -d ' ')" "$1"
    tail -n 1 "$work/stream" >"$work/out"
}
watching() { for _ in $(seq 600); do [ "$(grep -c watching "$work/notes")" -ge "$1" ] && return; sleep 0.1; done; fail "not watching"; }
reports 1; valid_json; same "$(json .ok)" true; watching 1
echo 'stges: {}' >>mlp.yaml
reports 2; same "$(json '.problems[0].code')" MLP010; watching 2
# Nothing new to say. Saved at once: a file that is cut before it is written is another file for a moment.
printf 'version: 1\nproject: q\nstges: {}\n' >new; mv new mlp.yaml; watching 3
# A file that is gone for a moment is told and waited for.
mv mlp.yaml kept
for _ in $(seq 600); do grep -q '"kind":"missing"' "$work/notes" && break; sleep 0.1; done; watching 4
sed 's/stges/stages/' kept >new; mv new mlp.yaml
reports 3; same "$(json .ok)" true; watching 5
kill -INT $pid; got=0; wait $pid || got=$?
same "$got" 130
expect 2 mlp validate --watch --format sarif
