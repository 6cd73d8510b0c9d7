# A stage's Python lock becomes an environment once, is shared by projects, and counts in the fingerprint. Needs a package index.
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir one two
cat >one/requirements.lock <<'LOCK'
idna==3.10 \
    --hash=sha256:946d195a0d259cbba61165e88e65941f16e9b36ea6ddb97f00452bae8b1287d3
LOCK
if ! python3 -m pip download -q --no-deps -d wheels idna==3.10 >pip.log 2>&1; then
    echo "SKIPPED: no package index can be reached, so no Python environment can be made: $(tail -1 pip.log)" >&2
    exit 77
fi
cat >one/mlp.yaml <<'YAML'
version: 1
project: one
stages:
  convert:
    cmd: python -c "import idna, sys; print(idna.encode('bücher.example').decode(), sys.prefix)" >out.txt
    env: {python: requirements.lock}
    outs: [out.txt]
YAML
cd one
expect 0 mlp run
has "$work/err" "making the Python environment for requirements.lock"
has out.txt xn--bcher-kva.example
has out.txt "$HOME/.cache/mlp/python/"

# The same lock in another project: the same environment, nothing is made.
cp mlp.yaml requirements.lock ../two
cd ../two
sed -i 's/project: one/project: two/' mlp.yaml
expect 0 mlp run
lacks "$work/err" "making the Python environment"
same "$(cat out.txt)" "$(cat ../one/out.txt)"
expect 0 mlp run
lacks "$work/err" "convert ran"

# Another lock is another fingerprint; one without hashes is refused, in its own words and as an input error.
echo idna==3.10 >requirements.lock
expect 0 mlp status --json
has "$work/out" requirements.lock
mlp run >"$work/out" 2>"$work/err" && fail "a lock without hashes was used"
has "$work/err" "convert failed"
has "$work/err" "Hashes are required"
same "$(cat out.txt)" "$(cat ../one/out.txt)"
