# The tabular project with its real packages: made, run, tested, registered and released; and its tests notice bad data.
. "$MLP_SOURCE/tests/support/cli.sh"

python3 -m venv probe && probe/bin/pip download -q --no-deps -d probe/d iniconfig >/dev/null 2>&1 || { echo "no package index"; exit 77; }
# Environments are kept between test runs: they are keyed by the lock's digest.
export XDG_CACHE_HOME="${MLP_TEST_CACHE:-${TMPDIR:-/tmp}/mlp-test-cache}"

expect 0 mlp init tabular churn --defaults
cd churn
expect 0 mlp validate
expect 0 mlp run --json
same "$(json '.ran | length' ../out)" 3
expect 0 mlp run
has ../out "Nothing to do"
expect 0 mlp test
expect 0 mlp model push
expect 0 mlp deploy production
[ -e releases/production/current/model.joblib ] || fail "no model in the release"

cp data/raw.csv ../good.csv
sed -i '3s/,/,-1/' data/raw.csv
expect 1 mlp test --only data
has ../out "column 'mean_radius'"

python3 - <<'PY'
import csv, random
rows = list(csv.DictReader(open("../good.csv")))
labels = [row["malignant"] for row in rows]
random.Random(1).shuffle(labels)
with open("data/raw.csv", "w", newline="") as file:
    writer = csv.DictWriter(file, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "malignant": label} for row, label in zip(rows, labels))
PY
expect 0 mlp run
expect 1 mlp test
has ../out "evaluate.auc >= 0.90"
expect 0 mlp test --only data

# The first state again: nothing runs, all is restored.
cp ../good.csv data/raw.csv
expect 0 mlp run --json
same "$(json '.ran | length' ../out)" 0
expect 0 mlp test
