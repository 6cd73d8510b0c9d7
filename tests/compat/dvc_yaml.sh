# Random values as YAML: the bytes that mlp writes are the bytes that DVC's dumper writes.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
"$dvc_python" "$MLP_SOURCE/tests/compat/dvc_yaml.py" "$MLP_DVC_FORMATS" "${MLP_TEST_SEED:-1}" "${MLP_TEST_COUNT:-600}"
