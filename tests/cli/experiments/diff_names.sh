# What the names of mlp diff may mean, and what it says when they mean nothing.
. "$MLP_SOURCE/tests/cli/experiments/demo.inc"
demo
expect 4 mlp diff nothing; has "$work/err" "neither a run nor a revision"
expect 4 mlp diff HEAD~5
expect 2 mlp diff HEAD HEAD HEAD
expect 0 mlp diff HEAD
[ ! -e .mlp/store.db ] || fail "asking made a store"
expect 0 mlp run --json; run=$(json .run_id)
git tag "${run:0:6}"
expect 2 mlp diff "${run:0:6}"; has "$work/err" "run:${run:0:6}"
expect 0 mlp diff "run:${run:0:6}" --json; same "$(json .a.kind)" run
expect 0 mlp diff "git:${run:0:6}" --json; same "$(json .a.kind)" revision
expect 0 mlp diff workspace HEAD --json; same "$(json .a.kind)" workspace
# A revision whose mlp.yaml is broken, or that has none, is read as far as it goes.
cp mlp.yaml good.yaml
printf 'version: 1\nproject: demo\nstages: [\n' >mlp.yaml && git commit -q -am broken
cp good.yaml mlp.yaml
expect 0 mlp diff --json; valid_json; has "$work/out" "HEAD: mlp.yaml:"
git rm -q --cached mlp.yaml params.yaml && git commit -q -m "none"
expect 0 mlp diff --json; valid_json; has "$work/out" "HEAD: it has no project"
same "$(json '.params["params.yaml"]["train.lr"].change')" added
# Parameters behind a link in git; a project in a sub-folder of the repository.
mkdir -p "$work/r/sub" && cd "$work/r" && git init -q .
cp "$work/p/good.yaml" sub/mlp.yaml; echo 'train: {lr: 1}' >real.yaml; ln -s ../real.yaml sub/params.yaml
echo 'train: {lr: 2}' >sub/own.yaml
git add . && git commit -q -m one
cd sub && rm params.yaml && mv own.yaml params.yaml
expect 0 mlp diff --json; valid_json
# Outside any repository.
mkdir "$work/bare" && cd "$work/bare" && cp "$work/p/good.yaml" mlp.yaml && cp "$work/p/data.txt" .
expect 4 mlp diff; has "$work/err" "no git repository"
