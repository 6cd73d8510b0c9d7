# A remote that is misspelt is refused with the names there are; one to fetch from that is not there is told once.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
expect 0 mlp remote add lab "$work/lab"
MLP_RUN_REMOTE=lba expect 4 mlp run
has "$work/err" "there is no remote 'lba'"; has "$work/err" "lab"; has "$work/err" "./lba"
[ ! -e lba ] || fail "a folder was made of a misspelt name"
same "$(counter)" 0
# A folder by its path need not be there, one by its bare name must.
MLP_RUN_REMOTE=./results expect 0 mlp run; [ -d results/runs ] || fail "nothing is shared"
lacks "$work/err" "is not there"
MLP_RUN_REMOTE=results expect 0 mlp run --force
MLP_RUN_REMOTE=lab expect 0 mlp run --force; [ -d "$work/lab/runs" ] || fail "the name is not that of the remote"
# Several values run in copies: the same place is meant from there.
expect 0 mlp config set --local run.remote lab
expect 0 mlp run --set train.lr=0.3,0.4; [ ! -e lab ] && [ ! -e "$work/p/lab" ] || fail "shared with a folder of that name"
same "$(find "$work/lab/runs" -type f | wc -l | tr -d ' ')" 5

# Nothing can be fetched from what is not there: told once where fetching is all that is wanted.
told() { grep -c 'nothing can be fetched' "$work/err" || true; }
MLP_RUN_REMOTE=./absent expect 0 mlp run --force --pull; same "$(told)" 1; rm -rf absent
MLP_RUN_REMOTE=./absent MLP_RUN_PUSH=false expect 0 mlp run --force; same "$(told)" 1
MLP_RUN_REMOTE=./absent MLP_RUN_PUSH=false expect 0 mlp run --force --no-remote; same "$(told)" 0
[ ! -e absent ] || fail "made though nothing is put there"
expect 0 mlp config unset --local run.remote
before=$(counter)
expect 3 mlp run --pull --set train.lr=0.5,0.6; has "$work/err" "there is no remote to pull from"
same "$(counter)" "$before"
same "$(mlp track list --json | jq '[.runs[] | select(.status == "FAILED")] | length')" 0
expect 4 mlp run --set train.nope=1,2; lacks "$work/err" ".mlp/tmp"; has "$work/err" "$work/p/params.yaml"

mkdir "$work/d" && cd "$work/d" && git init -q . && dvc_project "$work/nowhere"
printf 'stages:\n  a: {cmd: echo 1 >a, deps: [in], outs: [a]}\n' >dvc.yaml; echo in >in
expect 0 mlp run --pull; same "$(told)" 1
MLP_RUN_REMOTE=stroe expect 4 mlp run --force; has "$work/err" "store"
