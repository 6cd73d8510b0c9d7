# track exec: a program as a tracked run.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/store.db"
expect 0 mlp track exec --name good --param lr=0.1 --tag t=x -- sh -c 'echo to out; echo to err >&2; mlp track log --metric acc=0.5; echo "$1"' sh 'a b'
same "$(cat out)" "to out
a b"
has err "to err"
expect 0 mlp track search "run_name = 'good'" --json
run=$(json '.runs[0].run_id')
same "$(json '.runs[0].status')" FINISHED
same "$(json '.runs[0].metrics.acc')" 0.5
expect 0 mlp track show "$run" --json
valid_json
same "$(json .documents.command.exit_code)" 0
same "$(json '.documents.command.argv | last')" "a b"
[ "$(json .documents.command.peak_memory_bytes)" -gt 100000 ] || fail "no peak memory"
expect 0 mlp track download "$run" logs/output.log --to got
has got/logs/output.log "to out"
has got/logs/output.log "to err"
# Its exit code is ours; the run says that it failed.
expect 7 mlp track exec -- sh -c 'exit 7'
expect 0 mlp track list -n 1 --json
same "$(json '.runs[0].status')" FAILED
# Standard output is for the report with --json.
expect 3 mlp track exec --json -- sh -c 'echo noise; exit 3'
valid_json
same "$(json .command.exit_code)" 3
has err noise
# Standard input reaches it.
expect 0 mlp track exec -- cat <<<"hello"
same "$(cat out)" hello
expect 4 mlp track exec -- no-such-program
expect 0 mlp track list -n 1 --json
same "$(json '.runs[0].status')" FAILED
expect 2 mlp track exec
expect 0 mlp track exec --no-log -- true
