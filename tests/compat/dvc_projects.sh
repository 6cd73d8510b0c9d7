# Random DVC projects and random changes of them: run by mlp, by DVC, and by both in turn, with equal results.
# MLP_TEST_SEED repeats a run, MLP_TEST_SECONDS lengthens it; the seed of each project that differs is told.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
"$dvc_python" "$MLP_SOURCE/tests/compat/dvc_projects.py" "$MLP" "${MLP_TEST_SEED:-$RANDOM}" "${MLP_TEST_SECONDS:-40}"
