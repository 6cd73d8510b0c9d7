# Values on standard input as JSON lines.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/store.db"
export MLP_RUN_ID=$(mlp track start -q)
seq 3000 | jq -c '{metric: {loss: (1 / .)}, step: .}' >lines
expect 0 mlp track log - --json <lines
valid_json
same "$(json .lines)" 3000
same "$(json .metrics)" 3000
same "$(mlp track export "$MLP_RUN_ID" | jq -c 'select(.type == "metric")' | wc -l)" 3000
# A bad line is named by its number; what came before it is kept.
printf '{"param":{"a":1}}\n\n{"metric":{"b":1}}\nnonsense\n{"param":{"c":1}}\n' >lines
expect 3 mlp track log --stdin <lines
has err "standard input:4"
has err "3 lines before it are kept"
printf '{"param":{"a":1}}\nnonsense\n' >lines
expect 3 mlp track log --stdin <lines
has err "the line before it is kept"
expect 0 mlp track show --json
same "$(json '.run.params | keys | join(" ")')" a
same "$(json '.run.metrics.b')" 1
# So is one that is right by itself and wrong for the run.
printf '{"param":{"d":1}}\n{"param":{"a":2}}\n{"param":{"e":1}}\n' >lines
expect 5 mlp track log lines
has err "lines:2"
expect 0 mlp track show --json
same "$(json '.run.params | keys | join(" ")')" "a d"
# All or nothing.
printf '{"param":{"f":1}}\n{"metrik":{"a":2}}\n' >lines
expect 3 mlp track log - --atomic <lines
has err "Did you mean 'metric'"
has err "nothing of the input is kept"
expect 0 mlp track show --json
same "$(json '.run.params | keys | join(" ")')" "a d"
# No line end at the end; nothing at all.
printf '{"param":{"g":1}}' >lines
expect 0 mlp track log - <lines
expect 0 mlp track log - --json </dev/null
same "$(json .lines)" 0
# A line that comes alone is kept and acknowledged at once, while the program goes on.
mkfifo pipe
mlp track log - --ack <pipe >acks &
exec 9>pipe
echo '{"param":{"h":1}}' >&9
until [ -s acks ]; do :; done
same "$(mlp track show --json | jq -r .run.params.h)" 1
exec 9>&-
wait $!
valid_json_lines acks
# An odd line: much too long.
head -c 17000000 /dev/zero | tr '\0' ' ' >lines
expect 3 mlp track log - <lines
has err "more than"
