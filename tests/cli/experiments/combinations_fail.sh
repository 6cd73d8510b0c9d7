# Combinations that fail, are interrupted or killed.
. "$MLP_SOURCE/tests/cli/experiments/demo.inc"
demo
cat >train.sh <<'SH'
lr=$(sed -n 's/.*lr: //p' params.yaml)
[ "$lr" != 2 ] || { echo no such luck; exit 3; }
if [ "$lr" -ge 10 ]; then touch "$COUNT.$lr"; while [ ! -e "$COUNT.go" ]; do sleep 0.05; done; fi
echo "model $lr" >model.bin; printf 'epoch,loss\n1,%s\n' "$lr" >loss.csv
SH
git commit -q -am train
expect 1 mlp run --set train.lr=1,2,3 -j 1 --json; valid_json
same "$(json '[.combinations[].status] | join(" ")')" "finished failed not_started"
same "$(json '.combinations[1].message')" "train: exit code 3"
expect 1 mlp run --set train.lr=1,2,3 -j 1 --keep-going --json; valid_json
same "$(json '[.combinations[].status] | join(" ")')" "finished failed finished"
expect 1 mlp run --set train.lr=2,3 -k; has "$work/out" "failed train.lr=2"
clean_tree
until_file() { local i; for i in $(seq 600); do [ -e "$1" ] && return 0; sleep 0.1; done; fail "$1 did not appear"; }
# Ctrl-C: all of it ends, nothing is left.
mlp run --set train.lr=10,11 -j 2 --json >"$work/out" 2>"$work/err" & pid=$!
until_file "$COUNT.10"; until_file "$COUNT.11"
kill -TERM $pid; code=0; wait $pid || code=$?
same $code 143; valid_json; same "$(json .status)" killed
[ ! -e .mlp/tmp/copies ] || fail "copies are left"
clean_tree
# Killed outright: the next run ends what was left at work and removes the copies.
rm -f "$COUNT".1?
mlp run --set train.lr=12,13 -j 2 >"$work/out" 2>"$work/err" & pid=$!
until_file "$COUNT.12"; until_file "$COUNT.13"
kill -KILL $pid; wait $pid || true
[ -e .mlp/tmp/copies ]; clean_tree
expect 0 mlp run --json
[ ! -e .mlp/tmp/copies ] || fail "copies are left"
same "$(grep -lzs "^DVC_ROOT=$work/p/.mlp/tmp" /proc/[0-9]*/environ || true)" ""
# Without git, and in a sub-folder of a repository.
mkdir "$work/n" && cd "$work/n" && cp "$work"/p/{mlp.yaml,params.yaml,train.sh,data.txt} .
expect 0 mlp run --set train.lr=1,3 --json; same "$(json '[.combinations[].status] | unique[]')" finished
same "$(ls)" "$(printf 'data.txt\nmlp.yaml\nparams.yaml\ntrain.sh')"
mkdir -p "$work/r/sub" && cd "$work/r" && git init -q . && cp "$work"/n/* sub/ && git add . && git commit -q -m one
cd sub; expect 0 mlp run --set train.lr=1,3 --json; same "$(json '[.combinations[].status] | unique[]')" finished
clean_tree
