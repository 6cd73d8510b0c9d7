# The renderer against Jinja itself: a corpus of templates and some thousand random ones give the same text, or both refuse.
. "$MLP_SOURCE/tests/support/peers.sh"
. "$MLP_SOURCE/tests/support/cli.sh"
needs_templates
PYTHONDONTWRITEBYTECODE=1 "$MLP_TEST_TEMPLATES/bin/python" "$MLP_SOURCE/tests/compat/jinja.py" "$MLP_JINJA_DRIVER" ${MLP_TEST_SEED:-} ||
    fail "the renderer differs from Jinja"
