# Findings as other programs read them: SARIF and JUnit by readers of those formats, documents and schemas by jsonschema.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_finding_readers
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir p && cd p
cat >mlp.yaml <<'YAML'
version: 1
project: p
stages:
  a: {cmd: make a, outs: [o], dpes: []}
  b: {cmd: "x, 100%: <y> & \"z\" \u0001 é", outs: [o], deps: [missing.csv]}
validate: {MLP035: warning}
YAML
for format in json sarif junit; do expect 3 mlp validate --format $format && cp "$work/out" ../findings.$format; done
cd ..
"$finding_readers_python" "$MLP_SOURCE/tests/compat/finding_readers.py" findings "$MLP_SOURCE/schemas" || fail "not read as it was meant"

# A tree of findings without an error is one whose tests pass.
printf 'version: 1\nproject: p\nstages:\n  a: {cmd: make a, deps: [later.csv], outs: [o]}\nvalidate: {MLP035: warning}\n' >p/mlp.yaml
cd p && expect 0 mlp validate --format junit && cp "$work/out" ../warned.junit && cd ..
"$finding_readers_python" -c '
import sys, junitparser
suite, = junitparser.JUnitXml.fromfile(sys.argv[1])
assert (suite.failures, suite.errors) == (0, 0) and suite.tests >= 1, (suite.tests, suite.failures)
' warned.junit || fail "a warning is a failure to a reader of JUnit"
