# mlp validate FILE…: single files of every kind, from any folder, without a project.
. "$MLP_SOURCE/tests/support/cli.sh"
expect 4 mlp validate
has err 'mlp init'
expect 4 mlp validate no.yaml
has err "the file 'no.yaml' does not exist"
echo 'print(1)' >a.py
expect 2 mlp validate a.py
has err 'not a kind of file'

printf 'a: 1\na: 2\n' >values.yaml
expect 3 mlp validate values.yaml
has out 'values.yaml:2:1: error[MLP004]'
echo '{"a": 1,}' >values.json
expect 3 mlp validate values.json --json
same "$(json '.problems[0].code')" MLP001

mkdir contracts .mlp
cat >contracts/raw.odcs.yaml <<'YAML'
apiVersion: v3.1.0
kind: DataContract
id: raw
version: 1.0.0
status: active
schema:
  - name: raw
    properties:
      - {name: a, logicalType: float}
YAML
expect 3 mlp validate contracts/raw.odcs.yaml
has out "contracts/raw.odcs.yaml:9:32: error[MLP013]: there is no logicalType 'float'. Did you mean 'number'?"
echo 'run: {jbos: 3}' >.mlp/config.yaml
expect 3 mlp validate .mlp/config.yaml
has out "there is no setting 'run.jbos'. Did you mean 'run.jobs'?"
echo '<<<<<<< ours' >mlp.lock
expect 3 mlp validate mlp.lock
has out 'mlp.lock:1'

# All of them in one call, and the project that they belong to.
printf 'version: 1\nproject: p\n' >mlp.yaml
expect 3 mlp validate values.yaml mlp.yaml
same "$(tail -1 out)" '1 error in 2 files'
expect 3 mlp validate --json
same "$(json '[.problems[].file] | unique | join(" ")')" '.mlp/config.yaml contracts/raw.odcs.yaml mlp.lock'
mkdir sub
cd sub
expect 3 mlp validate ../values.yaml
has ../out '../values.yaml:2:1'

# What other rooms read.
cd "$work" && rm -r mlp.yaml .mlp && mkdir -p other/.dvc && cd other
printf 'schema: "2.0"\nstages:\n  a: {cmd: 5}\n' >dvc.lock
expect 3 mlp validate dvc.lock
has "$work/out" 'dvc.lock:3:'
printf 'nmae: x\n' >template.yaml
expect 3 mlp validate template.yaml
has "$work/out" "template.yaml:1:1: error[MLP007]: unknown key 'nmae'. Did you mean 'name'?"
printf 'stages:\n  a: {cmd: ls}\n' >dvc.yaml
expect 3 mlp validate
has "$work/out" 'dvc.lock:3:'
