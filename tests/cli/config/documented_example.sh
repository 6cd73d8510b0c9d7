# The example of docs/mlp-yaml.md is valid as it stands, with the files that it names.
. "$MLP_SOURCE/tests/support/cli.sh"
sed -n '/^```yaml$/,/^```$/p' "$MLP_SOURCE/docs/mlp-yaml.md" | sed '/^```$/q' | grep -v '^```' >mlp.yaml
grep -q '^project: churn' mlp.yaml || fail 'the example was not found'
mkdir src data config contracts
touch src/prepare.py src/train.py src/evaluate.py src/explain.py src/schema.json data/raw.csv requirements.lock MODEL_CARD.md
echo 'train: {lr: 0.1, trees: 100}' >params.yaml
echo 'a: {b: 1}' >other.yaml
echo 'out: build' >config/paths.yaml
cat >contracts/raw.odcs.yaml <<'YAML'
apiVersion: v3.1.0
kind: DataContract
id: raw
version: 1.0.0
status: active
YAML
expect 0 mlp validate
has out 'no problems in 4 files'

# Each file that it names is missed when it is gone.
for file in src/train.py requirements.lock MODEL_CARD.md src/schema.json data/raw.csv other.yaml config/paths.yaml contracts/raw.odcs.yaml; do
    mv "$file" kept
    expect 3 mlp validate
    has out "$file"
    mv kept "$file"
done
