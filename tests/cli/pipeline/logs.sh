# What stages print: kept byte for byte, shown live with a prefix, listed, followed, and in the tracked run when tidied away.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
mkdir p && cd p
cat >mlp.yaml <<'YAML'
version: 1
project: talk
stages:
  talk:
    cmd: 'printf "one\ntwo\000\377bytes\r\nno end"; echo wrong >&2; touch talked'
    outs: [talked]
  much: {cmd: 'head -c 30000000 /dev/zero | tr "\000" "x"; echo; echo z >much', outs: [much]}
  mute: {cmd: touch mute, outs: [mute]}
YAML
expect 0 mlp logs --json; valid_json; same "$(json '.logs | length')" 0
expect 4 mlp logs talk; has "$work/err" "has not run"
expect 0 mlp run talk
has "$work/err" "talk | one"; has "$work/err" 'talk | two\x00\xffbytes'; has "$work/err" "talk | no endwrong"
printf 'one\ntwo\000\377bytes\r\nno endwrong\n' >"$work/wanted"
expect 0 mlp logs talk; cmp "$work/out" "$work/wanted"
expect 0 mlp -q run much mute; same "$(cat "$work/err")" ""
expect 0 mlp logs much; same "$(wc -c <"$work/out")" 30000001
expect 0 mlp logs mute; same "$(wc -c <"$work/out")" 0
expect 0 mlp logs; has "$work/out" talk
expect 0 mlp logs --json; valid_json
same "$(json '[.logs[].stage] | sort | join(" ")')" "much mute talk"
run=$(json '.logs[] | select(.stage == "talk").run_id')
expect 4 mlp logs tlak; has "$work/err" "Did you mean 'talk'"
expect 0 mlp logs "${run:0:6}"; cmp "$work/out" "$work/wanted"
rm -rf .mlp/logs
expect 0 mlp logs "$run"; cmp "$work/out" "$work/wanted"
expect 0 mlp logs "$run" --json; valid_json
expect 4 mlp logs talk
expect 2 mlp logs --follow

# Followed while it runs, to its end.
printf 'version: 1\nproject: talk\nstages:\n  slow: {cmd: "echo begin; touch started; while [ ! -e go ]; do sleep 0.05; done; echo end; touch s", outs: [s]}\n' >mlp.yaml
mlp run >"$work/run" 2>&1 &
until_file started
mlp logs slow --follow >"$work/followed" &
follower=$!
for _ in $(seq 600); do grep -q begin "$work/followed" && break; sleep 0.1; done
touch go
wait $follower
same "$(cat "$work/followed")" "$(printf 'begin\nend')"
wait
