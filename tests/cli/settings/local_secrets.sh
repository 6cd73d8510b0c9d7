# Secrets at the local level: git ignores the file before they lie in it, and what git has or would take is told.
. "$MLP_SOURCE/tests/support/cli.sh"
state() { json "[.checks[] | select(.check == \"$1\").state] | unique | join(\" \")"; }
# taken FILE: whether git has the file after `git add -A`.
taken() { git add -A && git ls-files --error-unmatch "$1" >/dev/null 2>&1; }

# A project of DVC whose .dvc/.gitignore says nothing of it.
mkdir p && cd p && git init -q .
dvc_project s3://bucket/p
expect 0 mlp config set --local remote.store.secret_access_key sesame
same "$(cat .dvc/.gitignore)" "$(printf '/tmp\n/cache\n/config.local')"
! taken .dvc/config.local || fail 'git takes the secret'
expect 0 mlp validate
lacks "$work/out" MLP076
expect 0 mlp doctor --offline --json; valid_json
same "$(state secrets)" ok
expect 0 mlp config set --local remote.store.region mars
same "$(grep -c config.local .dvc/.gitignore)" 1

# Would be taken: a warning; taken: a fault, and no further secret goes in.
printf '/tmp\n/cache\n' >.dvc/.gitignore
git rm -qf --cached .dvc/.gitignore
expect 0 mlp validate
has "$work/out" ".dvc/config.local:2:"
has "$work/out" "git does not ignore .dvc/config.local"
lacks "$work/out" sesame
expect 1 mlp doctor --offline --json; valid_json
same "$(state secrets)" fault
has "$work/out" "echo '/config.local' >>.dvc/.gitignore"
lacks "$work/out" sesame
taken .dvc/config.local || fail 'the case is not the one that is meant'
expect 3 mlp validate
has "$work/out" "git rm --cached .dvc/config.local"
expect 1 mlp doctor --offline --json
has "$work/out" "git rm --cached .dvc/config.local"
expect 5 mlp config set --local remote.store.session_token open
has "$work/err" "git rm --cached .dvc/config.local"
lacks .dvc/config.local open
git rm -q --cached .dvc/config.local
expect 0 mlp config set --local remote.store.session_token open
! taken .dvc/config.local || fail 'git takes the secret'

# A project of mlp.yaml whose .mlp/.gitignore does not ignore everything.
mkdir ../q && cd ../q && git init -q .
printf 'version: 1\nproject: q\nremotes:\n  s: s3://bucket/q\n' >mlp.yaml
mkdir .mlp && echo '/tmp' >.mlp/.gitignore
expect 2 mlp config set --local run.jobs no
same "$(cat .mlp/.gitignore)" /tmp
expect 0 mlp config set --local remotes.s.secret_access_key sesame
same "$(cat .mlp/.gitignore)" "$(printf '/tmp\n/config.yaml')"
! taken .mlp/config.yaml || fail 'git takes the secret'
echo '/tmp' >.mlp/.gitignore
expect 0 mlp validate --json; valid_json
same "$(json '[.problems[] | .code + " " + .file] | join(",")')" 'MLP076 .mlp/config.yaml'
taken .mlp/config.yaml || fail 'the case is not the one that is meant'
expect 3 mlp validate
has "$work/out" "git rm --cached .mlp/config.yaml && echo '/config.yaml' >>.mlp/.gitignore"
expect 1 mlp doctor --offline --json; valid_json
same "$(state secrets)" fault

# What is no secret may lie there.
git rm -q --cached .mlp/config.yaml
printf 'run:\n  jobs: 2\n' >.mlp/config.yaml
expect 0 mlp validate
lacks "$work/out" MLP076
expect 0 mlp doctor --offline
