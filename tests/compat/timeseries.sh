# The timeseries project with its real packages: made, valid, run, tested and released.
. "$MLP_SOURCE/tests/support/cli.sh"

python3 -m venv probe && probe/bin/pip download -q --no-deps -d probe/d iniconfig >/dev/null 2>&1 || { echo "no package index"; exit 77; }
# Environments are kept between test runs: they are keyed by the lock's digest.
export XDG_CACHE_HOME="${MLP_TEST_CACHE:-${TMPDIR:-/tmp}/mlp-test-cache}"

expect 0 mlp init timeseries linear --defaults
cd linear
expect 0 mlp validate
expect 0 mlp run --json
same "$(json '.ran | length' ../out)" 3
expect 0 mlp test
expect 0 mlp model push
expect 0 mlp deploy production
[ -e releases/production/current/model.joblib ] || fail "no model in the release"

# A day that stands twice breaks the contract.
sed -n 2p data/raw.csv >>data/raw.csv
expect 1 mlp test --only data
has ../out "date"
