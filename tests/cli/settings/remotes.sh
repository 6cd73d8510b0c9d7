# mlp remote add, list, remove, test in a project of mlp.yaml: names, levels, defaults, comments that stay, secrets that are refused.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir p && cd p
printf 'version: 1\nproject: p # the name\n\n# what runs\nstages: {}\n' >mlp.yaml
expect 0 mlp remote list --json; valid_json
same "$(json '.remotes | length')" 0
expect 0 mlp remote add store ../shared --json; valid_json
same "$(json .level)" project
same "$(cat mlp.yaml)" "$(printf 'version: 1\nproject: p # the name\n\n# what runs\nstages: {}\nremotes:\n  store:\n    url: ../shared')"
expect 0 mlp validate
expect 0 mlp remote test --json; valid_json   # the only one is the default
same "$(json '.name + " " + (.writable | tostring)')" 'store true'
[ ! -e ../shared ] || fail "a test leaves a folder behind"
mkdir ../shared && expect 0 mlp remote test -q
same "$(find ../shared)" ../shared
expect 5 mlp remote add store elsewhere
has "$work/err" "mlp.yaml:8:"
expect 0 mlp remote add --default lab s3://bucket/pre --set endpointurl=http://127.0.0.1:1 --set region=eu-west-1
expect 0 mlp remote list --json; valid_json
same "$(json '[.remotes[] | .name + "=" + .url + (if .default then "*" else "" end)] | join(" ")')" 'lab=s3://bucket/pre* store=../shared'
expect 0 mlp remote add --default --force store /elsewhere
expect 0 mlp remote list --json
same "$(json '[.remotes[] | select(.default).name] | join(" ")')" store
expect 0 mlp validate

# What does not fit is refused before anything is written.
cp mlp.yaml before
for bad in 'a/b x' 'a.b x' 'n gs://bucket' 'n s3://' 'n http://u:sesame@host/x' 'n x --set regoin=x' 'n x --set use_ssl=maybe' \
    'n x --set secret_access_key=sesame' 'n x --set password=sesame' 'n x --local --user' 'n x --set x'; do
    expect 2 mlp remote add $bad
    lacks "$work/err" sesame
done
cmp mlp.yaml before
expect 2 mlp remote add n s3://b --set secret_access_key=sesame
has "$work/err" "--local"
expect 0 mlp remote add n s3://bkt --local --set secret_access_key=sesame --set access_key_id=id
cmp mlp.yaml before
same "$(stat -c %a .mlp/config.yaml)" 600
same "$(cat .mlp/.gitignore)" '*'
expect 0 mlp remote list
lacks "$work/out" sesame

# A secret that somebody wrote into mlp.yaml is a problem of the file.
mkdir ../q
printf 'version: 1\nproject: q\nremotes:\n  n: {url: s3://b, password: sesame}\n  m: http://u:sesame@h\n  o: {url: x, colour: red}\n' >../q/mlp.yaml
expect 3 mlp validate ../q/mlp.yaml
has "$work/out" "secret"
has "$work/out" "colour"

expect 0 mlp remote remove n --json; valid_json
same "$(json .level)" local
expect 0 mlp remote remove lab
expect 4 mlp remote remove lab
expect 4 mlp remote test lab
expect 0 mlp remote remove store
same "$(cat mlp.yaml)" "$(printf 'version: 1\nproject: p # the name\n\n# what runs\nstages: {}')"
expect 4 mlp remote test
has "$work/err" "mlp remote add"
cd .. && mkdir none && cd none
expect 4 mlp remote add x y

# A default that nothing describes: told where it stands, and no other remote takes its place.
cd .. && mkdir -p dvc/.dvc && cd dvc && git init -q . && echo x >a.csv
printf '[core]\n    remote = lab\n['\''remote "lap"'\'']\n    url = %s\n' "$work/lap" >.dvc/config
expect 0 mlp data add a.csv
expect 0 mlp validate
has "$work/out" ".dvc/config:2:1: warning[MLP013]: DVC's settings have no remote 'lab'. Did you mean 'lap'?"
expect 4 mlp data push
has "$work/err" ".dvc/config:2: there is no remote 'lab'. Did you mean 'lap'?"
[ ! -e "$work/lap" ] || fail 'went to a remote that was not chosen'
sed -i 's/lab/lap/' .dvc/config
expect 0 mlp data push
rm .dvc/config && mkdir .dvc/config
expect 3 mlp validate --json
same "$(json '.problems[0].file')" .dvc/config
expect 3 mlp data push
has "$work/err" ".dvc/config: "

# A folder is meant from where the command is called.
mkdir -p "$work/sub/below" && cd "$work/sub" && git init -q . && printf 'version: 1\nproject: p\n' >mlp.yaml
(cd below && expect 0 mlp remote add --default near ../near && expect 0 mlp remote add far ../../far)
has mlp.yaml "url: near"
has mlp.yaml "url: ../far"
