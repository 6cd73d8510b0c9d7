# Declared test commands: exit code, output, time-out, variables; hostile output still makes valid XML.
. "$MLP_SOURCE/tests/support/cli.sh"

cat >mlp.yaml <<'Y'
version: 1
project: p
tests:
  good: {cmd: "test $COLOUR = blue", env: {COLOUR: blue}}
  bad: {cmd: "printf 'line <&>\\001\\377 one\\n'; exit 3"}
  slow: {cmd: "sleep 100 & echo started; wait", timeout: 200ms}
Y
expect 1 mlp test --junit report.xml --json
valid_json
same "$(json '.tests[] | select(.name == "good").verdict')" passed
same "$(json '.tests[] | select(.name == "bad").reason' | grep -c 'exit code 3')" 1
same "$(json '.tests[] | select(.name == "slow").reason')" "not done within 200 ms"
python3 -c 'import xml.etree.ElementTree as x; r = x.parse("report.xml").getroot(); assert r.get("failures") == "2", r.attrib'
pgrep -f 'sleep 100' -a | grep -q "$work" && fail "a child of a test lives on"

expect 1 mlp test
has out "bad"
has out "exit code 3"
expect 0 mlp test good
expect 4 mlp test god
has err "Did you mean 'good'?"
expect 2 mlp test --only dta
has err "data"

printf 'version: 1\nproject: p\n' >mlp.yaml
expect 0 mlp test
has out "Nothing to test"
