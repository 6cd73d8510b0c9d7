# The merge driver works where git's PATH knows no mlp, in a folder of any name; doctor tells when it no longer would.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
mkdir "$work/my 100% tools" && cp --reflink=auto "$(readlink -f "$MLP")" "$work/my 100% tools/mlp"
mine="$work/my 100% tools/mlp"
mkdir p && cd p && git init -q .
lock() { printf 'version: 1\nproject: p\nstages:\n  a: {cmd: echo %s >a, outs: [a]}\n  b: {cmd: echo %s >b, outs: [b]}\n' "$@" >mlp.yaml; }
lock 1 1; printf '/a\n/b\n/.mlp\n' >.gitignore
expect 0 "$mine" run
expect 0 env PATH="${PATH#"$work/bin:"}" "$mine" git install
git add -A && git commit -qm base
git checkout -qb side; lock 1 2; expect 0 mlp run; git commit -qam side
git checkout -q main; lock 2 1; expect 0 mlp run; git commit -qam main
merge() { git reset -q --hard main; PATH="${PATH#"$work/bin:"}" git merge -q -X ours --no-edit side >"$work/out" 2>&1 || true; }
merge; lacks mlp.lock '<<<<'; lacks "$work/out" "not found"
same "$(git status --porcelain mlp.lock | cut -c1-2 | tr -d ' ')" ""
doctor() { "$1" doctor --offline --json | jq -r '.checks[] | select(.check == "merge driver") | .state'; }
same "$(doctor "$mine")" ok; same "$(doctor mlp)" warning
# The program went away: the one on PATH steps in.
git reset -q --hard HEAD~1 2>/dev/null || true; git checkout -q main
mv "$work/my 100% tools" "$work/moved"
git reset -q --hard "$(git log --format=%H --grep='^main$' -1)"
git merge -q -X ours --no-edit side >"$work/out" 2>&1 || fail "no merge: $(cat "$work/out")"
lacks mlp.lock '<<<<'
expect 0 mlp git install; same "$(doctor mlp)" ok
expect 0 mlp git install --uninstall; same "$(doctor mlp)" ""
