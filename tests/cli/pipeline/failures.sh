# A failing stage: exit 1, its own code in the report, its last lines shown; --keep-going goes on with the rest.
. "$MLP_SOURCE/tests/support/cli.sh"
cat >mlp.yaml <<'YAML'
version: 1
project: broken
stages:
  bad:
    cmd: [echo first, 'echo the reason >&2; exit 7', touch never]
    outs: [bad.txt]
  behind:
    cmd: cp bad.txt behind.txt
    deps: [bad.txt]
    outs: [behind.txt]
  good: {cmd: echo good >good.txt, outs: [good.txt]}
YAML
expect 1 mlp run -j 1 --json; valid_json
same "$(json '.stages[] | select(.name == "bad") | "\(.status) \(.exit_code) \(.message)"')" "failed 7 exit code 7"
same "$(json '.stages[] | select(.name == "behind").status')" not_started
same "$(json '.stages[] | select(.name == "good").status')" not_started
[ ! -e never ] || fail "commands went on after a failure"
expect 1 mlp run -j 1 --keep-going --json; valid_json
same "$(json '.stages[] | select(.name == "good").status')" ran
expect 1 mlp run
has "$work/out" "failed bad: exit code 7"
has "$work/out" "| the reason"
has "$work/out" "mlp logs bad"
expect 0 mlp logs bad; same "$(cat "$work/out")" "$(printf 'first\nthe reason')"
expect 0 mlp status --json
same "$(json '[.stages[] | select(.action == "run").name] | join(" ")')" "bad behind"
# What failed in the newest run is named, and only that.
same "$(json '.stages[] | select(.name == "bad").recorded | "\(.status): \(.message)"')" "failed: exit code 7"
same "$(json '.stages[] | select(.name == "behind").recorded')" null
valid_json
expect 0 mlp status; has "$work/out" "bad failed in run"; has "$work/out" "exit code 7; see mlp logs bad"
lacks "$work/out" "behind failed"

# Declared but not made.
printf 'version: 1\nproject: p\nstages:\n  empty: {cmd: "true", outs: [made.txt]}\n' >mlp.yaml
expect 1 mlp run; has "$work/out" "did not make its output made.txt"; has "$work/out" "mlp.yaml:4"
printf 'version: 1\nproject: p\nstages:\n  empty: {cmd: "ln -s gone made.txt", outs: [made.txt]}\n' >mlp.yaml
expect 1 mlp run; has "$work/out" "made its output made.txt as a link to gone, which is not there"
# Killed by a signal, and a shell that is not there.
printf 'version: 1\nproject: p\nstages:\n  dies: {cmd: "kill -KILL $$", outs: [x]}\n' >mlp.yaml
expect 1 mlp run --json; valid_json
same "$(json '.stages[0] | "\(.signal) \(.exit_code) \(.message)"')" "9 null killed by SIGKILL"
