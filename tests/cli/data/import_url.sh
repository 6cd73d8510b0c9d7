# Files and folders from addresses, in a project of mlp.yaml and in one of DVC. What DVC writes: tests/compat/dvc_imports.sh.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir -p ext/d/s web own dvc
printf x >ext/f && printf 1 >ext/d/1 && printf 2 >ext/d/s/2
printf hello >web/a.csv && printf hello >web/b.untagged
python3 "$MLP_SOURCE/tests/support/tagged_files.py" web port & server=$!
trap 'kill $server 2>/dev/null; chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
until [ -e port ]; do kill -0 $server; done
web=http://127.0.0.1:$(cat port)

cd own && git init -q && printf 'version: 1\nproject: own\nstages: {}\n' >mlp.yaml
expect 0 mlp data import-url ../ext/f --json
valid_json
same "$(json '[.path, .file, .size] | join(" ")')" "f data.lock 1"
expect 0 mlp data import-url "$work/ext/d" data/raw
same "$(cat data/raw/1 data/raw/s/2)" 12
expect 0 mlp data import-url "$web/a.csv?key=secret" data/
same "$(cat data/a.csv)" hello
lacks data.lock secret
has "$work/err" "does not say where 'data/a.csv' came from"
expect 0 mlp data status --json
same "$(json .tracked)" 3
expect 5 mlp data import-url ../ext/f
expect 0 mlp data import-url --force ../ext/f
expect 4 mlp data import-url ../ext/none
expect 2 mlp data import-url --no-exec ../ext/f g
# What was imported is looked at again; what has a key in its address is not.
expect 0 mlp data update --json
valid_json
same "$(json '[.updated[] | "\(.path) \(.changed)"] | join(" ")')" "data/raw false f false"
expect 5 mlp data update data/a.csv
has "$work/err" "was not imported"
echo more >../ext/d/more
expect 0 mlp data update --json
same "$(json '[.updated[] | "\(.path) \(.changed)"] | join(" ")')" "data/raw true f false"
same "$(cat data/raw/more)" more
has data.lock 'files: 3, digest'
echo mine >data/raw/own
echo again >../ext/d/more
expect 5 mlp data update
expect 0 mlp data update --force
[ ! -e data/raw/own ] || fail "what was not there stays"
echo mine >f && expect 0 mlp data add f
lacks data.lock 'ext/f'
cd ../dvc && git init -q && dvc_project "$work/remote"
expect 0 mlp data import-url --json "$web/a.csv"
valid_json
expect 3 mlp data import-url "$web/b.untagged"
has "$work/err" "neither ETag nor Content-MD5"
[ ! -e b.untagged ] && [ ! -e b.untagged.dvc ] || fail "something of a refused import stays"
expect 4 mlp data import-url "$web/none"
expect 3 mlp data import-url ftp://127.0.0.1/x
expect 2 mlp data import-url --no-exec --no-download "$web/a.csv" x
expect 0 mlp data update --json
valid_json
same "$(json '.updated[0].changed')" false
printf longer >../web/a.csv
expect 0 mlp data update
same "$(cat a.csv)" longer

# A link that leads back to itself is told, and no bug.
cd "$work" && mkdir loops && cd loops && git init -q . && printf 'version: 1\nproject: p\n' >mlp.yaml
mkdir ../looped && echo a >../looped/a && ln -s loop ../looped/loop
expect 3 mlp data import-url ../looped
has "$work/err" "leads back to itself"

# A secret of an address gets neither into a .dvc file nor into what is said; a folder is not copied into itself.
mkdir "$work/secrets" && cd "$work/secrets" && git init -q . && dvc_project "$work/none"
for address in https://ada:sesame@127.0.0.1:1/f 'https://127.0.0.1:1/f?X-Amz-Signature=sesame'; do
    expect 2 mlp data import-url --no-exec "$address" f
    lacks "$work/err" sesame
done
expect 2 mlp data import https://ada:sesame@127.0.0.1:1/r.git f
lacks "$work/err" sesame
[ ! -e f.dvc ] || fail "a secret was recorded"
expect 6 mlp data get https://ada:sesame@127.0.0.1:1/r.git f
lacks "$work/err" sesame
expect 2 mlp config set core.remote https://ada:sesame@host/
lacks .dvc/config sesame
expect 2 mlp remote add lab 'https://host/x?token=sesame'
lacks .dvc/config sesame
mkdir d && echo a >d/a
for place in . d; do expect 2 mlp data import-url $place d/inner; done
[ ! -e d/inner.dvc ] || fail "a folder imports itself"
