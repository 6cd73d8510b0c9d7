# A stored object that does not hold what its name says is never handed out and never lost: it is put aside, and the way out is told.
. "$MLP_SOURCE/tests/support/cli.sh"
hash_of() { printf '%s\n' "$1" | md5sum | cut -c1-32; }
object_of() { printf '.dvc/cache/files/md5/%.2s/%s' "$(hash_of "$1")" "$(hash_of "$1" | cut -c3-)"; }
damage() { chmod u+w "$1" && printf 'X\n' >"$1" && chmod "$2" "$1"; }

for type in symlink hardlink copy; do
    mkdir "$work/$type" && cd "$work/$type"
    git init -q . && mkdir -p .dvc data
    printf '[cache]\n    type = %s\n' $type >.dvc/config && printf '/tmp\n/cache\n' >.dvc/.gitignore
    echo 1 >data/1 && echo 2 >data/2 && echo 3 >alone
    expect 0 mlp data add -q data alone
    # Nothing is in the way of objects that are as they were.
    rm -rf data alone
    expect 0 mlp data checkout
    same "$(cat data/1 data/2 alone)" "1
2
3"
    # Read-only as it was: a copy is hashed on its way, a link is not.
    rm -rf data alone
    damage "$(object_of 1)" 444
    expect 7 mlp data checkout
    [ ! -e data/1 ] || fail "$type: a damaged object was handed out"
    same "$(cat alone)" 3
    if [ $type != copy ]; then
        [ ! -e "$(object_of 1)" ] || fail "$type: the damaged object is still there"
        same "$(cat .mlp/damaged/"$(hash_of 1)")" X
        has "$work/err" ".mlp/damaged/$(hash_of 1)"
    fi
    # Somebody made it writable, and wrote.
    damage "$(object_of 3)" 644
    rm -f alone
    expect 7 mlp data checkout alone
    has "$work/err" "put aside"
    same "$(cat .mlp/damaged/"$(hash_of 3)")" X
    [ ! -e "$(object_of 3)" ] || fail "$type: the damaged object is still there"
    echo 3 >alone && expect 0 mlp data add -q alone && rm alone
    expect 0 mlp data checkout alone
    same "$(cat alone)" 3
done

# Content added again takes the place of an object that somebody made writable.
cd "$work/copy"
damage "$(object_of 3)" 644
rm -rf .mlp && echo 3 >again
expect 0 mlp data add -q again
same "$(cat "$(object_of 3)")" 3

# A list of a folder, in a project of our own.
mkdir "$work/own" && cd "$work/own"
printf 'version: 1\nproject: p\n' >mlp.yaml
mkdir -p data/sub && echo 1 >data/1 && echo 2 >data/sub/2
expect 0 mlp data add -q data
list=$(sed -n 's/.*sha256:\([0-9a-f]*\).*/\1/p' data.lock)
object=$(find .mlp -path "*${list#??}")
[ -f "$object" ] || fail "there is no list at $object"
damage "$object" 444
expect 7 mlp data verify
[ ! -e "$object" ] || fail "the damaged list was not put aside"
expect 0 mlp data add -q data
expect 0 mlp data verify

# A look takes nothing away: with symbolic links the damaged object is the file that somebody edited.
mkdir "$work/looked" && cd "$work/looked" && git init -q . && dvc_project "$work/none"
expect 0 mlp config set cache.type symlink
mkdir d && echo one >d/a && expect 0 mlp data add d && git add -A && git commit -qm d
chmod u+w d/a && echo mine >>d/a
expect 0 mlp data status
same "$(cat d/a)" "$(printf 'one\nmine')"
expect 0 mlp data add d
same "$(cat d/a)" "$(printf 'one\nmine')"
