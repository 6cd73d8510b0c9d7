# Random locks, changed stage by stage: the file that mlp leaves is the file that DVC's code leaves.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
"$dvc_python" "$MLP_SOURCE/tests/compat/dvc_lock.py" "$MLP_DVC_FORMATS" "${MLP_TEST_SEED:-1}" "${MLP_TEST_COUNT:-120}"
