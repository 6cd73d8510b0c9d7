# env: {python: LOCK}: the environment is made once, comes first on PATH, and its lock is part of what makes a stage new.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
python3 -c 'import venv, ensurepip' 2>/dev/null || { echo "no python3 with venv" >&2; exit 77; }
mkdir p && cd p
echo '# nothing needed' >requirements.lock
cat >mlp.yaml <<'YAML'
version: 1
project: snake
stages:
  where:
    cmd: 'python -c "import sys, os; print(sys.prefix == os.environ[\"VIRTUAL_ENV\"], sys.prefix)" >where.txt'
    outs: [where.txt]
    env: {python: requirements.lock}
YAML
expect 0 mlp run --json; valid_json
has where.txt "True $HOME/.cache/mlp"
first=$(cat where.txt)
expect 0 mlp run; has "$work/out" "Nothing to do"
expect 0 mlp run --force; same "$(cat where.txt)" "$first"
echo '# nothing needed either' >requirements.lock
expect 0 mlp status --json; same "$(reason where)" "the Python lock requirements.lock changed"
rm requirements.lock
expect 3 mlp validate
