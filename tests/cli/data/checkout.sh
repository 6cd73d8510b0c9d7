# The working tree becomes what is recorded, nothing unsaved is lost, and data of another branch goes.
. "$MLP_SOURCE/tests/support/cli.sh"
git init -q . && mkdir -p .dvc data/raw/sub && : >.dvc/config && printf '/tmp\n/cache\n' >.dvc/.gitignore
printf 'out\nerr\nhome\nbin\nreasons\n' >.git/info/exclude
echo 1 >data/raw/1 && echo 2 >data/raw/sub/2 && echo a >data/a
expect 0 mlp data add -q data/raw data/a
git add -A && git commit -qm first
git checkout -q -b other
echo b >data/b && echo 11 >data/raw/1
expect 0 mlp data add -q data/raw data/b
git add -A && git commit -qm second

git checkout -q main
expect 0 mlp data checkout --json
valid_json
same "$(json '[.modified[], .deleted[]] | join(" ")')" "data/raw/ data/b"
same "$(cat data/raw/1)" 1
[ ! -e data/b ] || fail "data of the other branch is still there"
git checkout -q other
expect 0 mlp data checkout
same "$(cat data/b)$(cat data/raw/1)" b11
expect 0 mlp data checkout
has out "Nothing to change: 3 tracked paths are as recorded"

# A part; and what would be lost.
rm -rf data/raw
expect 0 mlp data checkout data/raw/sub
[ -e data/raw/sub/2 ] && [ ! -e data/raw/1 ] || fail "not just the part came"
expect 0 mlp data checkout
echo unsaved >data/raw/new && echo mine >data/a
expect 5 mlp data checkout
has "$work/err" "data/a, data/raw/new"
same "$(cat data/a)" mine
expect 0 mlp data checkout -f
same "$(cat data/a)" a
[ ! -e data/raw/new ] || fail "--force left what is not recorded"

# Content that is not here: the rest comes all the same.
rm -rf data/raw data/b
rm -f .dvc/cache/files/md5/3b/5d5c3712955042212316173ccf37be  # of data/b
expect 4 mlp data checkout
has "$work/err" data/b
[ -e data/raw/1 ] || fail "what could be checked out was not"
expect 0 mlp data checkout --allow-missing --json
same "$(json '.missing | join(" ")')" data/b

# Links as DVC's settings ask.
printf '[cache]\n    type = symlink\n' >.dvc/config
expect 0 mlp data checkout --relink data/a
[ -L data/a ] || fail "no symbolic link was made"

# What is not stored, or damaged, is called by the names of its files, and fails alone: with and without a working tree.
for kind in dvc own; do
    mkdir "$work/$kind" && cd "$work/$kind" && git init -q .
    if [ $kind = dvc ]; then
        dvc_project "$work/none"
        object() { printf '.dvc/cache/files/md5/%s/%s\n' "${1:0:2}" "${1:2}"; }
        digest() { md5sum <"$1" | cut -d' ' -f1; }
        list() { find .dvc/cache -name '*.dir'; }
    else
        printf 'version: 1\nproject: own\n' >mlp.yaml
        object() { printf '.mlp/objects/sha256/%s/%s\n' "${1:0:2}" "${1:2}"; }
        digest() { sha256sum <"$1" | cut -d' ' -f1; }
        list() { object "$(sed -n 's/.*whole: .*sha256:\([0-9a-f]*\)".*/\1/p' data.lock)"; }
    fi
    mkdir whole && for i in $(seq 5); do echo $kind $i >whole/$i; done
    echo beside >beside
    expect 0 mlp data add whole beside
    for i in 1 2 3 4; do rm -f "$(object "$(digest whole/$i)")"; done
    rm -rf whole beside
    expect 4 mlp data checkout
    has "$work/err" "cannot restore 'whole': 'whole/1' ("
    has "$work/err" "and 1 more are not stored here"
    has "$work/err" "1 of 2 tracked paths are as recorded now"
    has "$work/err" "mlp data pull"
    same "$(cat beside)" beside
    [ ! -e whole ] || fail "$kind: a part of the folder was put back"

    file=$(list) && [ -f "$file" ] || fail "$kind: no list of the folder's files"
    for state in absent kept; do
        [ $state = absent ] || { mkdir whole && echo new >whole/new; }
        chmod u+w "$file" && printf damaged >"$file"
        echo other >beside
        expect 5 mlp data checkout
        expect 7 mlp data checkout --force
        has "$work/err" whole
        has "$work/err" "mlp data verify"
        same "$(cat beside)" beside
        [ $state = absent ] || same "$(cat whole/new)" new
    done
done

# A record of others leads nowhere out of the project, by its path or through a link that stands in its way.
mkdir "$work/hostile" && cd "$work/hostile" && git init -q . && dvc_project "$work/none"
echo theirs >k && expect 0 mlp data add k && rm k
for path in ../up "$work/absolute" sub/../../z; do
    cp k.dvc kept && sed -i "s#path: k#path: $path#" k.dvc
    expect 3 mlp data checkout
    has "$work/err" "lies outside of the project"
    mv kept k.dvc
done
[ ! -e ../up ] && [ ! -e "$work/absolute" ] && [ ! -e ../z ] || fail "content was put outside of the project"
mkdir "$work/linked" && cd "$work/linked" && git init -q . && printf 'version: 1\nproject: linked\n' >mlp.yaml
mkdir d "$work/aside" && echo 1 >d/1 && echo 2 >d/2 && expect 0 mlp data add d
cp d/1 "$work/aside/1" && rm -rf d && ln -s "$work/aside" d
expect 0 mlp data checkout
echo edited >>d/1
same "$(cat "$work/aside/1")" 1

# Links made anew never cost the last good copy.
for kind in dvc own; do
    mkdir "$work/relink-$kind" && cd "$work/relink-$kind" && git init -q .
    [ $kind = dvc ] && dvc_project "$work/none" || printf 'version: 1\nproject: own\n' >mlp.yaml
    echo hello >s && expect 0 mlp data add s
    object=$(find .dvc/cache .mlp/objects -type f -exec grep -l '^hello$' {} + 2>/dev/null || true)
    chmod u+w "$object" && echo jello >"$object" && chmod a-w "$object"
    echo more >t && expect 0 mlp data add t
    expect 7 mlp data checkout --relink --json
    has "$work/err" 'checking out; 1 of 2 tracked paths are as recorded now'
    same "$(cat s)" hello
done

# The last good copy stays when what is stored is damaged, though it has its size.
for kind in dvc own; do
    mkdir "$work/bad-$kind" && cd "$work/bad-$kind" && git init -q . && echo x >x
    [ $kind = dvc ] && dvc_project "$work/none" || printf 'version: 1\nproject: p\n' >mlp.yaml
    git add -A && git commit -qm none
    echo good >d && expect 0 mlp data add d && git add -A && git commit -qm d
    object=$(find . -name .git -prune -o -path '*/??/*' -type f -size 5c -exec grep -lx good {} \;)
    chmod u+w "$object" && echo evil >"$object" && chmod a-w "$object"
    git checkout -q HEAD~1
    expect 0 mlp data checkout
    same "$(cat d)" good
    git checkout -q - && echo other >d && expect 0 mlp data add d && git commit -qam other
    git checkout -q HEAD~1 && echo good >d
    git checkout -q - && expect 5 mlp data checkout
    same "$(cat d)" good
done

# Links that git brings lead nowhere that others should write: into git's own folder, or out of the project.
mkdir "$work/victim"
for kind in dvc own; do
    mkdir "$work/astray-$kind" && cd "$work/astray-$kind" && git init -q .
    [ $kind = dvc ] && dvc_project "$work/none" || printf 'version: 1\nproject: p\n' >mlp.yaml
    printf '#!/bin/sh\n' >post-checkout && expect 0 mlp data add post-checkout
    ln -s .git/hooks hooks && ln -s ../victim away && git add -A && git commit -qm links
    for link in hooks away; do
        git checkout -q . && rm -f post-checkout*
        if [ $kind = own ]; then sed -i "s#^  post-checkout:#  $link/post-checkout:#" data.lock; else
            git show HEAD:post-checkout.dvc | sed "s#path: .*#path: $link/post-checkout#" >x.dvc; fi
        expect 3 mlp data checkout
        has "$work/err" "link"
    done
    [ ! -e .git/hooks/post-checkout ] && [ -z "$(ls "$work/victim")" ] || fail "$kind: written through a link"
done

# A folder elsewhere that the data is a link to is not changed unasked.
mkdir "$work/behind" "$work/elsewhere" && cd "$work/behind" && git init -q . && dvc_project "$work/none"
mkdir data && echo v1 >data/a && expect 0 mlp data add data && git add -A && git commit -qm 1
echo v2 >data/a && expect 0 mlp data add data && git commit -qam 2
echo v1 >"$work/elsewhere/a" && rm -rf data && ln -s "$work/elsewhere" data
expect 5 mlp data checkout
same "$(cat "$work/elsewhere/a")" v1
expect 0 mlp data checkout --force
same "$(cat "$work/elsewhere/a")" v2
