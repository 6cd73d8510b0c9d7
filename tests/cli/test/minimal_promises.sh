# A minimal project passes validate, run and test as it is; it fails test when its data is corrupted or its labels are shuffled.
. "$MLP_SOURCE/tests/support/cli.sh"

expect 0 mlp init minimal churn
cd churn
expect 0 mlp validate
expect 0 mlp run
expect 0 mlp test --json
valid_json
same "$(json .ok)" true
same "$(json '[.tests[].group] | unique | join(" ")')" "commands data gates"

# Corrupted data: the contract names the column, the rule and the row.
cp data/raw.csv ../good.csv
sed -i '5s/,[0-9.]*,/,abc,/; 6s/^5,/4,/' data/raw.csv
expect 1 mlp test raw --only data
has ../out "column 'x'"
has ../out "row 4: 'abc'"
has ../out "raw: id unique"

# Stale metrics are no evidence: gates fail until the pipeline is up to date again.
expect 1 mlp test --only gates
has ../out "stage 'evaluate' is not up to date"

# Shuffled labels: the contract holds, the gate does not.
awk -F, -v OFS=, 'NR == 1 { print; next } { id[NR] = $1; x[NR] = $2; y[NR] = $3 }
    END { for (i = 2; i <= NR; i++) print id[i], x[i], y[2 + (i * 37) % (NR - 1)] }' ../good.csv >data/raw.csv
expect 0 mlp run
expect 0 mlp test --only data
expect 1 mlp test --junit ../report.xml
has ../out "evaluate.r2 >= 0.80"
python3 - ../report.xml <<'PY'
import sys, xml.etree.ElementTree as xml
suites = {suite.get("name"): suite for suite in xml.parse(sys.argv[1]).getroot()}
assert set(suites) == {"data", "commands", "gates"}, suites
failures = [case.get("name") for case in suites["gates"] if case.find("failure") is not None]
assert any("evaluate.r2 >= 0.80" in name for name in failures), failures
assert suites["data"].get("failures") == "0"
PY

cp ../good.csv data/raw.csv
expect 0 mlp run
expect 0 mlp test

# A checkout and a store that may only be read are tested all the same.
as_user=()
if [ "$(id -u)" = 0 ]; then
    command -v setpriv >/dev/null || exit 0
    chmod 755 "$work"
    as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
chmod -R a-w .
expect 0 "${as_user[@]}" mlp test
chmod -R u+w .
