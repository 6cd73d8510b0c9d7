# In a project of mlp.yaml an import comes from where it was imported, and no remote of ours needs it.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir source && cd source && git init -q . && git config user.email t@example.org && git config user.name t
mkdir -p data/raw/sub && echo 1 >data/raw/1 && echo 2 >data/raw/sub/2
git add -A && git commit -qm data && git tag v1
mkdir ../own && cd ../own
printf 'version: 1\nproject: own\nremotes:\n  r: {url: ../own-store, default: true}\n' >mlp.yaml
expect 0 mlp data import ../source data/raw --rev v1
echo mine >mine && expect 0 mlp data add mine
expect 0 mlp data push --json
same "$(find ../own-store/objects -type f | wc -l)" 1
rm -rf raw mine .mlp
expect 0 mlp data pull
same "$(cat raw/1 raw/sub/2 mine)" "1
2
mine"
mv ../source ../moved && rm -rf raw .mlp
expect 6 mlp data pull raw
has "$work/err" "../source"
mv ../moved ../source && expect 0 mlp data pull raw
same "$(cat raw/1)" 1

# A clone finds the content of a project of mlp.yaml in its remote, a folder beside us in its store, wherever that is.
mkdir "$work/giver" && cd "$work/giver" && git init -q . && mkdir d && echo one >d/one
printf 'version: 1\nproject: giver\nstore: %s/kept/store.db\nremotes:\n  r: {url: %s/giver-store, default: true}\n' "$work" "$work" >mlp.yaml
expect 0 mlp data add d && git add -A && git commit -qm d
mkdir ../taker && cd ../taker && git init -q . && printf 'version: 1\nproject: taker\n' >mlp.yaml
expect 0 mlp data import ../giver d
same "$(cat d/one)" one
(cd ../giver && expect 0 mlp data push && rm -rf ../kept/objects)
expect 0 mlp data import "file://$work/giver" d -o cloned
same "$(cat cloned/one)" one
expect 0 mlp data get "file://$work/giver" d/one -o file
same "$(cat file)" one
