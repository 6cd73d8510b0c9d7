# The renderer against Jinja itself: a corpus of templates and some thousand random ones give the same text, or both refuse.
. "$MLP_SOURCE/tests/support/cli.sh"
. "$MLP_SOURCE/tests/support/peers.sh"
python=$(template_python) || { echo "no environment with Jinja: scripts/setup --tests makes one"; exit 77; }
PYTHONDONTWRITEBYTECODE=1 "$python" "$MLP_SOURCE/tests/compat/jinja.py" "$MLP_JINJA_DRIVER" || fail "the renderer differs from Jinja"
