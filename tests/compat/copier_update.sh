# Projects of copier templates, updated over revisions: the tree that `copier update` gives.
. "$MLP_SOURCE/tests/support/peers.sh"
. "$MLP_SOURCE/tests/support/cli.sh"
needs_templates
PYTHONDONTWRITEBYTECODE=1 PATH="$MLP_TEST_TEMPLATES/bin:$PATH" "$MLP_TEST_TEMPLATES/bin/python" "$MLP_SOURCE/tests/compat/copier_update.py" "$MLP" ||
    fail "mlp template update differs from copier"
