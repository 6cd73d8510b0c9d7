# mlp diff tells values that only `vars` bring in, as they are in commands and paths.
. "$MLP_SOURCE/tests/cli/experiments/demo.inc"
mkdir p && cd p && git init -q . && dvc_project "$work/store"
printf 'vars: [settings.yaml]\nstages:\n  a: {cmd: "echo ${size.small} >out", outs: [out]}\n' >dvc.yaml
printf 'size: {small: 1, large: 2}\n' >settings.yaml
expect 0 mlp run; git add . && git commit -q -m one
sed -i 's/small: 1/small: 3/' settings.yaml
expect 0 mlp diff --json; valid_json
same "$(json '.params["settings.yaml"] | tojson')" '{"size.small":{"change":"modified","old":1,"new":3,"diff":2}}'
git commit -qam two
expect 0 mlp diff HEAD~1 HEAD --json; same "$(json '.params["settings.yaml"]["size.small"].new')" 3
