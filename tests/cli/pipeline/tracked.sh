# Every run that executes something tracks itself: parent and children, code, parameters, metrics, inputs, outputs, logs.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
git add -A && git commit -qm one && echo '# edited' >>params.yaml
expect 0 mlp run --json
run=$(json .run_id) train=$(json '.stages[] | select(.name == "train").run_id')
expect 0 mlp track show "$run" --json
cp "$work/out" "$work/run.json"
same "$(json .run.status)" FINISHED
same "$(json '.run.metrics["train.loss"]')" 0.5
same "$(json '.run.params["train.lr"]')" 0.1
same "$(json '.run.tags["mlp.kind"]')" pipeline
same "$(json '.run.user_id')" "${USER:-${LOGNAME:-$(id -un)}}"
same "$(json '.run.tags["mlflow.user"]')" "${USER:-${LOGNAME:-$(id -un)}}"
same "$(json '.run.tags["mlflow.source.git.commit"]')" "$(git rev-parse HEAD)"
same "$(json '.experiment.name // .experiment')" demo
same "$(json '.children | length')" 3
has "$work/out" '"host"'
expect 0 mlp track show "$train" --json
same "$(json .run.status)" FINISHED
same "$(json .run.run_name)" train
same "$(json .run.parent_run_id)" "$run"
same "$(json .run.metrics.loss)" 0.5
same "$(json '.run.tags["mlp.stage"]')" train
has "$work/out" 'logs/train.log'
has "$work/out" 'metrics.json'
has "$work/out" 'build/clean.txt'
before=$(sqlite3 .mlp/store.db 'SELECT count(*) FROM runs' 2>/dev/null || echo skip)
expect 0 mlp run
[ "$before" = skip ] || same "$(sqlite3 .mlp/store.db 'SELECT count(*) FROM runs')" "$before"
# A stage may log to its own run, known before the stage begins.
sed -i 's/echo "learning"/mlp track log --metric inner=7 --param depth=3/' mlp.yaml
expect 0 mlp run --json
train=$(json '.stages[] | select(.name == "train").run_id')
expect 0 mlp track show "$train" --json
same "$(json '"\(.run.metrics.inner) \(.run.params.depth)"')" "7 3"
# Failed runs are runs too.
sed -i 's/wc -c model.bin >report.txt/exit 3/' mlp.yaml
expect 1 mlp run --json
run=$(json .run_id)
expect 0 mlp track show "$run" --json; same "$(json .run.status)" FAILED
# A store named by the environment is used from every folder.
MLP_STORE="$work/shared/store.db" expect 1 mlp run --json
[ -f "$work/shared/store.db" ] || fail "MLP_STORE was not used"
