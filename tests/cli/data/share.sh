# Content goes to a folder and comes back: whole, in parts, of all branches; what is damaged or missing is told.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir team && cd team && git init -q . && mkdir -p data/raw/sub
dvc_project ../../store
echo 1 >data/raw/1 && echo 2 >data/raw/sub/2 && echo a >data/a
expect 0 mlp data add -q data/raw data/a
git add -A && git commit -qm first

expect 0 mlp data push --json
valid_json
same "$(json '.remotes[0] | "\(.remote) \(.moved) \(.present)"')" "store 4 0"
expect 0 mlp data push --json
same "$(json '.remotes[0] | "\(.moved) \(.present)"')" "0 4"
[ ! -e ../store/tmp ] || fail "a folder of temporaries is left in the remote"
git checkout -q -b other && echo b >data/raw/b && expect 0 mlp data add -q data/raw && git add -A && git commit -qm b
git checkout -q main
expect 0 mlp data push -a --json
same "$(json '.remotes[0].moved')" 2

git clone -q "$work/team" "$work/mate" && cd "$work/mate"
expect 0 mlp data pull data/raw/sub
same "$(find data -type f -not -name '*.dvc' -not -name .gitignore)" data/raw/sub/2
expect 0 mlp data fetch --json
valid_json
expect 0 mlp data pull --json
valid_json
same "$(cat data/raw/1 data/a)" "1
a"
expect 0 mlp data status --exit-code

# Wrong bytes in the remote are noticed, and nothing of them is kept.
rm -rf .dvc/cache data/a data/raw
object=../store/files/md5/60/b725f10c9c85c70d97880dfe8191b3
chmod +w $object && echo A >$object
expect 7 mlp data pull
[ ! -e .dvc/cache/files/md5/60 ] || fail "damaged content was kept"
rm $object
expect 4 mlp data pull data/a
has "$work/err" "while: fetching 'data/a'"
has "$work/err" "\`mlp data push\` where it was added"
# What was cut off there is put there again by whoever has it.
cd "$work/team"
expect 0 mlp data push -q
chmod +w $object && : >$object
expect 0 mlp data push --json
same "$(json '.remotes[0].moved')" 1
same "$(cat $object)" a
# A machine without content asks what a list in the remote promises.
git clone -q "$work/team" "$work/bare" && cd "$work/bare"
expect 0 mlp data push --json
same "$(json '.remotes[0] | "\(.moved) \(.present)"')" "0 4"
rm -rf .dvc/cache && mv ../store/files/md5/26/ab0db90d72e28ad0ba1e22ee510510 ../kept
expect 4 mlp data push
has "$work/err" '26ab0db90d72e28ad0ba1e22ee510510 is neither on this machine nor in the remote'
has "$work/err" "while: pushing 'data/raw/sub/2'"
mv ../kept ../store/files/md5/26/ab0db90d72e28ad0ba1e22ee510510
cd "$work/team"
# A word that names nothing is told, however deep it points.
for verb in push fetch verify status du; do
    expect 4 mlp data $verb data/raw/nosuch
    has "$work/err" "nothing tracked is called 'data/raw/nosuch'"
    expect 0 mlp data $verb data/raw/sub
done
cd "$work/mate"
expect 4 mlp data pull -r nowhere
has "$work/err" "no remote 'nowhere'"
expect 0 mlp data pull data/raw
mv ../store ../gone
rm -rf .dvc/cache
expect 6 mlp data fetch
has "$work/err" 'store'

# A remote that run.remote names is that remote, not a folder of its name.
mkdir "$work/named" && cd "$work/named" && git init -q . && echo a >a
printf 'version: 1\nproject: p\nremotes:\n  store: ../named-store\n  backup: ../backup\n' >mlp.yaml
expect 0 mlp config set --local run.remote store
expect 0 mlp data add a
expect 0 mlp data push
[ ! -e store ] && [ -d ../named-store/objects ] || fail "pushed to a folder called as the remote"
expect 4 mlp data push -r stroe
has "$work/err" "Did you mean 'store'?"
