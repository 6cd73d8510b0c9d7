# mlp config: levels, where each value comes from, what is refused; files keep their comments.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir p && cd p
printf 'version: 1\nproject: p\n' >mlp.yaml
expect 0 mlp config set run.jobs 4 --user --json; valid_json
same "$(json .file)" "$HOME/.config/mlp/config.yaml"
expect 0 mlp config get run.jobs; same "$(cat "$work/out")" 4
expect 0 mlp config set run.jobs 2
same "$(cat .mlp/config.yaml)" "$(printf 'run:\n  jobs: 2')"
expect 0 mlp config get run.jobs --json; valid_json
same "$(json '[.value, .level, .origin] | join(" ")')" "2 local $PWD/.mlp/config.yaml:2:9"
MLP_RUN_JOBS=7 expect 0 mlp config get run.jobs --json
same "$(json '[.value, .level, .origin] | join(" ")')" '7 environment environment MLP_RUN_JOBS'
printf '# mine\nrun:\n  jobs: 2 # two\n\n  # shared\n  remote: /team\nstore: x\n' >.mlp/config.yaml
expect 0 mlp config set run.push false --local
expect 0 mlp config set run.jobs 3 --local
same "$(cat .mlp/config.yaml)" "$(printf '# mine\nrun:\n  jobs: 3 # two\n\n  # shared\n  remote: /team\n  push: false\nstore: x')"
expect 0 mlp config list --json; valid_json
same "$(json '[.settings[] | select(.level == "local").key] | join(" ")')" 'run.jobs run.push run.remote store'
expect 0 mlp config list --user --json
same "$(json '.settings | length')" 0   # shadowed
for key in run.jobs run.push run.remote store; do expect 0 mlp config unset $key --local --json; valid_json; done
same "$(cat .mlp/config.yaml)" '# mine'
expect 0 mlp config get run.jobs; same "$(cat "$work/out")" 4
expect 4 mlp config unset run.jobs
has "$work/err" "user level"
expect 4 mlp config get run.remote
expect 2 mlp config get run.jbos
has "$work/err" "run.jobs"
for bad in 'run.jobs 0' 'run.jobs x' 'run.push yes' 'nothing 1' 'run.jobs 1 --project' 'remotes.a 1' 'remotes.a.b 1' 'core.remote x'; do
    expect 2 mlp config set $bad
done
expect 0 mlp config set store ../shared.db
same "$(tail -1 mlp.yaml)" 'store: ../shared.db'
mlp remote add s s3://bucket/p
expect 2 mlp config set remotes.s.secret_access_key sesame
expect 0 mlp config set --local remotes.s.secret_access_key sesame
expect 0 mlp config list
lacks "$work/out" sesame
has "$work/out" '(secret)'
expect 0 mlp config get remotes.s.secret_access_key
same "$(cat "$work/out")" sesame
MLP_REMOTES_S_REGION=mars expect 0 mlp config get remotes.s.region --json
same "$(json .level)" environment
# Short form becomes long where it must.
printf 'version: 1\nproject: p\nremotes:\n  s: s3://bucket/p # here\n' >mlp.yaml
expect 0 mlp config set remotes.s.region eu-west-1
expect 0 mlp config get remotes.s.url
same "$(cat "$work/out")" s3://bucket/p
expect 0 mlp validate
# Broken files are named, not overwritten.
printf 'run: [\n' >.mlp/config.yaml
expect 3 mlp config set run.jobs 1 --local
same "$(cat .mlp/config.yaml)" 'run: ['
printf 'run: {jobs: 1}\n' >.mlp/config.yaml
expect 0 mlp config set run.jobs 2 --local
same "$(cat .mlp/config.yaml)" 'run: {jobs: 2}'
expect 3 mlp config set run.push true --local
has "$work/err" "by hand"
cd .. && expect 0 mlp config set run.jobs 5
has "$work/out" "user level"
