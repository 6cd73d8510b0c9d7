# Small projects, sound and broken, as DVC resolves or refuses them and as mlp does.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
"$dvc_python" "$MLP_SOURCE/tests/compat/dvc_resolve.py" "$MLP" "$MLP_SOURCE"/tests/compat/dvc_resolve*.cases
