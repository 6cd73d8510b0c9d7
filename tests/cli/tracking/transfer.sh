# export and import: everything arrives, all or nothing, as often as one likes.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/a/store.db"
run=$(mlp track start -q --name parent --experiment churn)
child=$(mlp track start -q --name child --parent "$run")
head -c 200000 /dev/urandom >model.bin
printf '%s\n' '{"metric":{"odd":"NaN"}}' '{"metric":{"odd":"-Infinity"},"step":1}' '{"metric":{"odd":-0.0},"step":2}' \
    '{"metric":{"odd":5e-324},"step":3}' '{"artifact":"model.bin","path":"deep/model.bin"}' '{"param":{"p":"ä\n\u0001"}}' |
    mlp track log --run "$child" -
mlp track note "$child" "# A note"
mlp track end --run "$child" --status FAILED >/dev/null
expect 0 mlp track export "$run" -o lines.jsonl --json
valid_json
same "$(json .runs)" 2
mlp track export "$run" >again.jsonl
cmp lines.jsonl again.jsonl || fail "the same runs give the same lines"
# A pipe takes the lines and stays a pipe; a link goes on leading where it led; a folder is none of these.
mkfifo pipe && ln -s linked.jsonl link && : >linked.jsonl && mkdir folder
cat pipe >piped.jsonl &
expect 0 mlp track export "$run" -o pipe
wait $!
[ -p pipe ] || fail "the pipe was replaced"
cmp lines.jsonl piped.jsonl || fail "the pipe got something else"
expect 0 mlp track export "$run" -o link
[ -L link ] && cmp lines.jsonl linked.jsonl || fail "the link was replaced"
expect 3 mlp track export "$run" -o folder
has err "'$work/folder' is a folder"
same "$(jq -c 'select(.type == "metric" and .step == 3) | [.key, .value, (.timestamp > 0)]' lines.jsonl)" '["odd",5e-324,true]'
export MLP_STORE="$work/b/store.db"
expect 0 mlp track import lines.jsonl --json
valid_json
same "$(json '.added | length')" 2
mlp track export "$run" >there.jsonl
cmp <(jq -c 'select(.type != "experiment")' lines.jsonl) <(jq -c 'select(.type != "experiment")' there.jsonl) || fail "something was lost"
mlp track download "$child" --to got >/dev/null
cmp model.bin got/deep/model.bin || fail "the artifact differs"
expect 0 mlp track import --json <lines.jsonl
same "$(json '.unchanged | length')" 2
# Changed since: a conflict, or other ids.
mlp track tag "$child" new=x >/dev/null
expect 5 mlp track import lines.jsonl
has err "lines.jsonl:"
expect 0 mlp track import lines.jsonl --new-ids --json
valid_json
same "$(mlp track list --json | jq '.runs | length')" 4
# Cut, changed, or something else altogether: nothing is kept, and the line is named.
export MLP_STORE="$work/c/store.db"
head -n 8 lines.jsonl >cut.jsonl
expect 3 mlp track import cut.jsonl
has err "cut off"
sed '5s/.*/nonsense/' lines.jsonl >bad.jsonl
expect 3 mlp track import bad.jsonl
has err "bad.jsonl:5"
echo '{"metric":{"a":1}}' | expect 3 mlp track import
same "$(mlp track list --all --json | jq '.runs | length')" 0
expect 2 mlp track export
expect 4 mlp track import none.jsonl
