# mlp validate: places, carets, codes, exit codes, and the same facts as JSON.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir src
touch src/train.py
cat >mlp.yaml <<'YAML'
version: 1
project: churn
stages:
  train:
    cmd: python src/train.py --lr ${train.lr}
    deps: [src/train.py]
    params: [train.lr]
    outs: [model.pkl]
YAML
echo 'train: {lr: 0.1}' >params.yaml
expect 0 mlp validate
has out 'no problems in 2 files'
expect 0 mlp validate --json
valid_json
same "$(json '[.schema, .ok, .files, .problems] | tojson')" '["mlp.validate/1",true,["mlp.yaml","params.yaml"],[]]'

sed -i 's/deps:/dpes:/; s/\${train.lr}/${train.rl}/' mlp.yaml
expect 3 mlp validate
cat >wanted <<'TEXT'
mlp.yaml:5:35: error[MLP052]: '${train.rl}' has no value: there is no 'train.rl'. Did you mean 'train.lr'?
  5 |     cmd: python src/train.py --lr ${train.rl}
    |                                   ^~~~~~~~~~~
  hint: set it in params.yaml or in vars; for a variable of the shell write \${NAME} or $NAME
mlp.yaml:6:5: error[MLP010]: stage 'train' has no key 'dpes'. Did you mean 'deps'?
  6 |     dpes: [src/train.py]
    |     ^~~~
TEXT
head -7 out | diff wanted - || fail "the text differs"
has out '2 errors in 2 files'
expect 3 mlp validate --json
valid_json
same "$(json .ok)" false
same "$(json '.problems[] | "\(.severity) \(.code) \(.file):\(.line):\(.column)"' | tr '\n' ' ')" \
    'error MLP052 mlp.yaml:5:35 error MLP010 mlp.yaml:6:5 '
[ ! -s err ] || fail 'something on standard error'
