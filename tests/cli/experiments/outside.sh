# A stage that also writes outside of the project keeps its place in the record: what is inside comes back, what is outside is left alone.
. "$MLP_SOURCE/tests/cli/experiments/demo.inc"
mkdir p && cd p && git init -q . && dvc_project "$work/store"
cat >dvc.yaml <<YAML
stages:
  a:
    cmd: echo 1 >out; echo 2 >$work/away
    outs:
    - out
    - $work/away:
        cache: false
YAML
expect 0 mlp run --json; run=$(json .run_id)
git add . && git commit -q -m one
expect 0 mlp diff "$run" --json; valid_json; same "$(json .differs)" false
echo 3 >out; expect 0 mlp diff "$run" --json; same "$(json '[.data[].path] | join(" ")')" out
rm out; echo 4 >"$work/away"
expect 0 mlp track checkout "$run" --json; valid_json
same "$(json '"\(.restored) \(.unlike)"')" "[\"out\"] [\"$work/away\"]"
same "$(cat out "$work/away")" "$(printf '1\n4')"
