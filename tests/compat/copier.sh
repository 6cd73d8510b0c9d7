# Templates of copier give the same trees as copier itself: questions, names, contents, the answers file, run bits, links.
. "$MLP_SOURCE/tests/support/peers.sh"
. "$MLP_SOURCE/tests/support/cli.sh"
needs_templates
PYTHONDONTWRITEBYTECODE=1 "$MLP_TEST_TEMPLATES/bin/python" "$MLP_SOURCE/tests/compat/copier_cases.py" "$MLP" ||
    fail "mlp init differs from copier"
