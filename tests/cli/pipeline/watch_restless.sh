# --watch comes to rest on a stage that writes what it reads, and says so; a save starts it again.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
mkdir p && cd p
printf 'version: 1\nproject: p\nstages:\n  eats: {cmd: "cat in >out; echo more >>in", deps: [in], outs: [out]}\n' >mlp.yaml
echo one >in
setsid env --default-signal=INT mlp run --watch --json >"$work/stream" 2>"$work/notes" &
pid=$!
notes() { local i; for i in $(seq 600); do [ "$(grep -c "$1" "$work/notes")" -ge "$2" ] && return; sleep 0.1; done; fail "no $2 of '$1'"; }
notes 'starts no run' 1; notes 'watching' 3
runs=$(wc -l <"$work/stream"); same "$runs" 3
echo mine >in
notes 'watching' 4
kill -INT $pid; got=0; wait $pid || got=$?
same "$got" 130
same "$(wc -l <"$work/stream" | tr -d ' ')" 4
same "$(grep -c 'starts no run' "$work/notes")" 1
has "$work/notes" "in changes whenever the pipeline runs"
