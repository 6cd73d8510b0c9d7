# Random folders under every kind of link: the same hashes, cache files, modes and links as DVC, and each reads the
# other's. Random ignore files: the same verdicts. A failure prints the seed to give back in MLP_TEST_SEED.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
"$dvc_python" "$MLP_SOURCE/tests/compat/dvc_workspace.py" "$MLP_DVC_WORKSPACE" "$MLP_TEST_DVC" ${MLP_TEST_SEED:-}
