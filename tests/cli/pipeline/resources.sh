# Resources are shared as tokens, GPUs are handed out by name, and what the machine does not have is told before anything runs.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
export MLP_RUN_GPUS=2
cat >mlp.yaml <<'YAML'
version: 1
project: shared
stages:
  fit:
    foreach: [a, b, c, d]
    do:
      cmd: 'mkdir lock-$CUDA_VISIBLE_DEVICES; sleep 0.1; rmdir lock-$CUDA_VISIBLE_DEVICES; echo $CUDA_VISIBLE_DEVICES >${item}'
      outs: ["${item}"]
      resources: {gpus: 1}
YAML
expect 0 mlp run -j 4 --json; valid_json; same "$(json .ran)" 4
same "$(cat a b c d | sort -u | tr '\n' ' ')" "0 1 "

# Two that share one device at the same time; the third has to wait for the other.
cat >mlp.yaml <<'YAML'
version: 1
project: shares
stages:
  one: {cmd: 'touch s1; until [ -e s2 ]; do sleep 0.01; done; echo $CUDA_VISIBLE_DEVICES >one', outs: [one], resources: {gpus: 0.5}}
  two: {cmd: 'touch s2; until [ -e s1 ]; do sleep 0.01; done; echo $CUDA_VISIBLE_DEVICES >two', outs: [two], resources: {gpus: 0.5}}
YAML
expect 0 env MLP_RUN_GPUS=1 CUDA_VISIBLE_DEVICES=5 mlp run -j 2
same "$(cat one two | sort -u)" 5

# More than there is: named with its place, nothing ran; a stage that is up to date is not asked.
cat >mlp.yaml <<'YAML'
version: 1
project: large
stages:
  first: {cmd: touch first, outs: [first]}
  large: {cmd: touch large, deps: [first], outs: [large], resources: {gpus: 2}}
YAML
expect 3 env MLP_RUN_GPUS=1 mlp run --json
same "$(jq -r '.error | "\(.kind) \(.message) \(.place)"' "$work/err")" "invalid stage 'large' asks for 2 GPUs, and there is 1 mlp.yaml:5:3"
[ ! -e first ] || fail "something ran"
expect 0 mlp run
expect 0 env MLP_RUN_GPUS=1 mlp run
rm large; expect 0 env MLP_RUN_GPUS=0 mlp run --json; same "$(json .restored)" 1
sed -i 's/gpus: 2/cpus: 100000/; s/touch large/touch large; true/' mlp.yaml
expect 3 mlp run; has "$work/err" "asks for 100000 processors"; lacks "$work/err" "run.gpus"
sed -i 's/cpus: 100000/memory: 1000TB/' mlp.yaml
expect 3 mlp run; has "$work/err" "of memory, and there are"
sed -i 's/memory: 1000TB/cpus: 1.0e+300/' mlp.yaml
expect 3 mlp validate; has "$work/out" "a number of at most 1000000000000000 is expected"
expect 3 mlp run; has "$work/err" "mlp.yaml:5:"
sed -i 's/cpus: 1.0e+300/cpus: -1/' mlp.yaml
expect 3 mlp run; has "$work/err" "a number of at least 0 is expected"
sed -i 's/cpus: -1/gpus: 100/' mlp.yaml
expect 3 mlp run; has "$work/err" "run.gpus"
expect 3 env MLP_RUN_GPUS=-1 mlp run; has "$work/err" "a whole number is expected"
