# What an editor with the YAML language server shows: nothing in good files, mistakes where mlp finds them, descriptions and keys.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_yaml_language_server
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir schemas good bad
for name in mlp dvc params odcs template dvc_file mlp_lock dvc_lock data_lock; do
    mlp validate --schema $name >schemas/$name || fail "no schema $name"
    mkdir good/$name
done

# Good files: what the bundled templates make, and what mlp writes.
for template in tabular timeseries minimal; do
    expect 0 mlp init $template made/$template --defaults --no-git
    cp made/$template/mlp.yaml good/mlp/$template.yaml
    [ ! -e made/$template/params.yaml ] || cp made/$template/params.yaml good/params/$template.yaml
    for contract in $(find made/$template -name '*.odcs.yaml'); do cp "$contract" good/odcs/$template-$(basename "$contract"); done
done
for file in "$MLP_SOURCE"/templates/*/template.yaml; do cp "$file" good/template/$(basename "$(dirname "$file")").yaml; done
mkdir own && cd own && git init -q . && mkdir data && echo 1 >data/a
printf 'version: 1\nproject: own\nstages:\n  copy: {cmd: cp data/a out, deps: [data/a], outs: [out]}\n' >mlp.yaml
expect 0 mlp data add data
expect 0 mlp run
cp data.lock ../good/data_lock/own.yaml && cp mlp.lock ../good/mlp_lock/own.yaml
cd .. && mkdir theirs && cd theirs && git init -q . && dvc_project "$work/remote" && mkdir data && echo 1 >data/a
cat >dvc.yaml <<'YAML'
vars: [{what: a}]
stages:
  copy: {cmd: 'cp data/${what} out', deps: [data], outs: [out: {persist: true}]}
  each: {foreach: ['1', '2'], do: {cmd: 'echo ${item} >${item}', outs: ['${item}']}}
YAML
expect 0 mlp data add data
expect 0 mlp run
cp dvc.yaml ../good/dvc/theirs.yaml && cp dvc.lock ../good/dvc_lock/theirs.yaml && cp data.dvc ../good/dvc_file/theirs.yaml
cd ..

# bad NAME TEXT: a project of one mistake, which mlp finds.
bad() {
    printf 'version: 1\nproject: p\n%b' "$2" >bad/$1.yaml
    mkdir one && cp bad/$1.yaml one/mlp.yaml
    (cd one && mlp validate --format json >../bad/$1.json) && fail "$1: mlp finds nothing"
    rm -r one
}
bad key 'stages:\n  a: {cmd: make a, dpes: [x]}\n'
bad type 'stages:\n  a:\n    cmd: make a\n    frozen: 3\n'
bad list 'stages:\n  a:\n    cmd: make a\n    deps: x\n'
bad syntax 'stages: [\n'
bad top 'stagse: {}\n'

python3 "$MLP_SOURCE/tests/compat/yaml_editor.py" "$work" node "$yaml_language_server" || fail "the editor does not show it"
