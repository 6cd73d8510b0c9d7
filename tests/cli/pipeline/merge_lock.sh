# `mlp git install`: branches that ran different stages merge without a conflict in their lock files.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
mkdir p && cd p && git init -q .
stages() { # a, b, c: one command each
    printf 'version: 1\nproject: merge\nstages:\n'
    printf '  a: {cmd: echo %s >a, outs: [a]}\n  b: {cmd: echo %s >b, outs: [b]}\n\n\n\n\n\n  c: {cmd: echo %s >c, deps: [a, b], outs: [c]}\n' "$@"
}
stages 1 1 1 >mlp.yaml
printf '/a\n/b\n/c\n/.mlp\n' >.gitignore
expect 0 mlp run
expect 0 mlp git install --json; valid_json
same "$(json '"\(.installed) \(.settings_changed) \(.attributes_changed)"')" "true true true"
expect 0 mlp git install; has "$work/out" "It is installed already."
git add -A && git commit -qm base

git checkout -qb side
stages 1 2 1 >mlp.yaml; expect 0 mlp run; git commit -qam side
git checkout -q main
expect 0 mlp run
sed -i 's/echo 1 >a/echo 3 >a/' mlp.yaml; expect 0 mlp run; git commit -qam main
# Both sides changed c's entry (its inputs differ): it is left out, a and b come from their sides.
git merge -q side >"$work/out" 2>&1 || { git checkout -q --theirs mlp.yaml; stages 3 2 1 >mlp.yaml; }
has "$work/out" "both sides changed stage c"
lacks mlp.lock '<<<<'
stages 3 2 1 >mlp.yaml
git add -A && git commit -qm merged
expect 0 mlp status --json
same "$(json '[.stages[] | .name + " " + .action] | join(", ")')" "a none, b restore, c run"
expect 0 mlp run --json
same "$(json '[.stages[] | .name + " " + .status] | sort | join(", ")')" "a skipped, b restored, c ran"
same "$(cat a b)" "$(printf '3\n2')"

# A dvc.lock keeps DVC's bytes.
cd "$work" && mkdir d && cd d && git init -q . && mlp git install >"$work/out"
entry() { printf '  %s:\n    cmd: echo %s\n    outs:\n    - path: %s\n      hash: md5\n      md5: %s\n      size: 2\n' "$1" "$2" "$1" "$2"; }
lock() { printf "schema: '2.0'\nstages:\n"; while [ $# -gt 0 ]; do entry "$1" "$2"; shift 2; done; }
lock a 1 b 1 >dvc.lock; git add -A; git commit -qm base
git checkout -qb side; lock a 1 b 2 z 1 >dvc.lock; git commit -qam side
git checkout -q main; lock a 2 b 1 c 1 >dvc.lock; git commit -qam main
git merge -q --no-edit side >"$work/out" 2>&1 || fail "a conflict: $(cat "$work/out")"
lock a 2 b 2 c 1 z 1 | cmp - dvc.lock

# What cannot be merged is a conflict for git, with our side left as it was.
git checkout -qb broken; echo '[' >dvc.lock; git commit -qam broken
git checkout -q main; lock a 3 >dvc.lock; git commit -qam ours
! git merge -q --no-edit broken >"$work/out" 2>&1 || fail "merged what is no lock file"
lock a 3 | cmp - dvc.lock
git merge --abort
expect 0 mlp git install --uninstall; expect 0 mlp git install --uninstall --json; valid_json
[ ! -e .gitattributes ] || fail "left its attributes behind"
! git config merge.mlp-lock.driver || fail "left its settings behind"
expect 4 mlp -C "$work" git install; has "$work/err" "not inside a git work tree"
lock a 1 >o; lock a 1 b 1 >t; cp o u
expect 0 mlp git merge-lock o u t dvc.lock --json; valid_json; same "$(json .from_theirs)" 1; cmp u t
