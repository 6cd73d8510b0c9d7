# --pull brings back what a stage without dependencies made, as `dvc repro --pull` does; without it such a stage runs. A working
# folder that is not there is refused, as DVC refuses it.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir team && cd team && git init -q . && dvc_project ../../store
printf 'stages:\n  a: {cmd: "date +%%N >a", outs: [a]}\n  b: {cmd: "cp a b", deps: [a], outs: [b]}\n' >dvc.yaml
expect 0 mlp run
git add -A && git commit -qm made
expect 0 mlp data push
git clone -q . ../mate && cd ../mate
expect 0 mlp run --pull --dry-run --json; same "$(json '[.stages[].action] | unique | join(" ")')" restore
expect 0 mlp run --pull --json
same "$(json '"\(.ran) \(.restored)"')" "0 2"
cmp a ../team/a || fail "another content came"
git diff --exit-code --quiet || fail "the lock changed"
rm a
expect 0 mlp run --json; same "$(json '.stages[] | select(.name == "a") | .status')" ran

printf 'stages:\n  a: {cmd: "echo hi >a", wdir: nodir, outs: [a]}\n' >dvc.yaml
expect 1 mlp run
has "$work/err" "dvc.yaml:2:3: its working folder nodir does not exist"
[ ! -e nodir ] || fail "the folder was made"
