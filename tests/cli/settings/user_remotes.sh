# Keys of a remote at the user's level, for projects that have the remote: in all others they are no remote and no error.
. "$MLP_SOURCE/tests/support/cli.sh"
state() { json "[.checks[] | select(.check == \"$1\").state] | unique | join(\" \")"; }
mkdir with without
printf 'version: 1\nproject: p\nremotes:\n  s: s3://bucket/p\n' >with/mlp.yaml
printf 'version: 1\nproject: q\n' >without/mlp.yaml
cd with
expect 0 mlp config set --user remotes.s.secret_access_key hush
expect 0 mlp remote list --json
same "$(json '[.remotes[].name] | join(" ")')" s
cd ../without
expect 0 mlp remote list --json; valid_json
same "$(json '.remotes | length')" 0
expect 0 mlp validate
lacks "$work/out" url
expect 0 mlp doctor --json
same "$(state remotes)$(state project)" okok
mkdir data && echo 1 >data/a && expect 0 mlp data add data
expect 4 mlp data push
has "$work/err" 'this project has no remote'
expect 4 mlp data push --remote s
has "$work/err" "remote 's' has no url here"
has "$work/err" 'mlp remote add s URL'
lacks "$work/err" hush
expect 0 mlp remote add disk ../disk
expect 0 mlp data push   # the only one is the default
MLP_REMOTES_S_REGION=mars expect 0 mlp data status --not-in-remote --remote disk
expect 0 mlp remote add s s3://bucket/q
expect 0 mlp config get remotes.s.secret_access_key
same "$(cat "$work/out")" hush

# DVC's settings of the user.
mkdir ../dvc && cd ../dvc && git init -q .
dvc_project "$work/disk2"
expect 0 mlp config set --user remote.t.secret_access_key hush
has "$work/err" "DVC itself refuses"
echo 1 >a && expect 0 mlp data add a
expect 0 mlp remote list --json
same "$(json '[.remotes[].name] | join(" ")')" store
expect 0 mlp data push
expect 0 mlp validate
expect 4 mlp remote test t
has "$work/err" "remote 't' has no url here"
expect 0 mlp config get remote.t.secret_access_key
expect 0 mlp config unset --user remote.t.secret_access_key   # leaves a section with nothing in it
expect 0 mlp data push
printf '['\''remote "u"'\'']\n    region = mars\n' >.dvc/config.local
expect 3 mlp data push   # in the project's own files it is what DVC refuses
has "$work/err" '.dvc/config.local:2'
