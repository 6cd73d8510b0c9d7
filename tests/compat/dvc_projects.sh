# Random DVC projects and random changes of them: run by mlp, by DVC, and by both in turn, with equal results.
# The same projects each time, so that a change is what a failure comes from; MLP_TEST_SEED=$RANDOM MLP_TEST_PROJECTS=1000
# MLP_TEST_SECONDS=600 look for new ones. The seed of each project that differs is told.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
"$dvc_python" "$MLP_SOURCE/tests/compat/dvc_projects.py" "$MLP" "${MLP_TEST_SEED:-7105}" "${MLP_TEST_SECONDS:-600}" \
    "${MLP_TEST_PROJECTS:-5}"
