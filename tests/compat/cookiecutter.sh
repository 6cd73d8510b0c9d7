# Templates of cookiecutter give the same trees as cookiecutter itself: names, contents, line ends, run bits, links.
. "$MLP_SOURCE/tests/support/peers.sh"
. "$MLP_SOURCE/tests/support/cli.sh"
needs_templates
PYTHONDONTWRITEBYTECODE=1 "$MLP_TEST_TEMPLATES/bin/python" "$MLP_SOURCE/tests/compat/cookiecutter_cases.py" "$MLP" ||
    fail "mlp init differs from cookiecutter"
