# A new project: all files, a first commit, valid as it is; the document of --json.
. "$MLP_SOURCE/tests/support/cli.sh"

expect 0 mlp init minimal churn --json
valid_json
same "$(json .answers.project)" churn
same "$(json .commit)" "$(git -C churn rev-parse HEAD)"
same "$(git -C churn status --porcelain)" ""
same "$(git -C churn branch --show-current)" main
[ -x churn/ci/install-mlp.sh ] || fail "ci/install-mlp.sh is not executable"
expect 0 mlp -C churn validate
ls -A . | grep -q '^\.mlp-init' && fail "a staging folder stayed"

expect 0 mlp init minimal other --no-git --set project=named --set 'owner=a: "b"'
[ ! -e other/.git ] || fail "--no-git made a repository"
expect 0 mlp -C other validate
has other/mlp.yaml "project: named"

printf 'project: answered\nowner: x\n' >answers.yaml
expect 0 mlp init minimal third --answers answers.yaml --no-git
has third/mlp.yaml "project: answered"

# The next steps can be pasted as they stand.
expect 0 mlp init minimal 'größe und mehr' --no-git
has out "  cd 'größe und mehr'"
expect 0 mlp init minimal --no-git -- -dash
has out "  cd ./-dash"

mkdir -p churn/inner
expect 0 mlp -C churn init minimal inner
same "$(git -C churn rev-list --count HEAD)" 1
has out "git repository already"
