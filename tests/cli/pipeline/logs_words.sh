# `mlp logs` takes the same words as `mlp run`, from the folder where it is called.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
mkdir -p p/sub && cd p && git init -q . && dvc_project "$work/store"
printf 'stages:\n  top: {cmd: echo at the top}\n' >dvc.yaml
printf 'stages:\n  low:\n    foreach: [a, b]\n    do: {cmd: "echo low ${item}; exit ${code}"}\nvars: [{code: 0}]\n' >sub/dvc.yaml
expect 0 mlp run
cd sub
for word in low@a dvc.yaml:low@a sub/dvc.yaml:low@a; do expect 0 mlp logs $word; same "$(cat "$work/out")" "low a"; done
expect 0 mlp logs ../dvc.yaml:top; same "$(cat "$work/out")" "at the top"
expect 0 mlp logs low; has "$work/out" "low a"; has "$work/out" "low b"
expect 4 mlp logs lwo
cd ..
expect 0 mlp logs top; expect 0 mlp logs sub/dvc.yaml:low@b; same "$(cat "$work/out")" "low b"
# What a failed stage points to can be copied to the shell.
mkdir "$work/p/two words" && cd "$work/p/two words"
printf 'stages:\n  bad: {cmd: echo told; exit 3}\n' >dvc.yaml
expect 1 mlp run bad
line=$(sed -n 's/.*all of it: //p' "$work/out")
cd ..; expect 0 sh -c "$line"; same "$(cat "$work/out")" told
