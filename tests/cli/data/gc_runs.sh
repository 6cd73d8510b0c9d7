# Objects that tracked runs and model versions name stay, and what their documents name in turn.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir project && cd project && git init -q .
cat >mlp.yaml <<'YAML'
version: 1
project: demo
stages:
  make:
    cmd: cp in.txt out.txt
    deps: [in.txt]
    outs: [out.txt]
models:
  demo: {path: out.txt}
YAML
echo one >in.txt && git add -A && git commit -qm one
expect 0 mlp run
expect 0 mlp model push demo
echo two >in.txt && expect 0 mlp run
echo three >in.txt && expect 0 mlp run
echo loose >loose.txt && expect 0 mlp data add loose.txt && rm data.lock
before=$(find .mlp/objects -type f | wc -l)
expect 0 mlp data gc --grace 0s --force --json
valid_json
same "$(json '.objects')" 1
same "$(find .mlp/objects -type f | wc -l)" $((before - 1))
expect 0 mlp model verify
expect 0 mlp data verify
for text in one two; do echo $text >in.txt && expect 0 mlp run && same "$(cat out.txt)" $text; done

# A .dvc file into which somebody wrote is kept for a run with what it names.
mkdir "$work/noted" && cd "$work/noted" && git init -q . && mkdir .dvc && : >.dvc/config && printf '/tmp\n/cache\n' >.dvc/.gitignore
echo first >raw && expect 0 mlp data add raw
sed -i '1i# from the lab' raw.dvc
printf 'stages:\n  s: {cmd: cp raw out, deps: [raw], outs: [out]}\n' >dvc.yaml
git add dvc.yaml && git commit -qm stage
expect 0 mlp run
echo second >raw && expect 0 mlp data add raw && rm dvc.lock && rm -f out
printf 'stages: {}\n' >dvc.yaml
expect 0 mlp data gc --force --grace 0s
grep -rlx first .dvc/cache >/dev/null || fail "what a run names was removed"
