# mlp data move and remove, in both kinds of projects: files, records and .gitignore together; nothing is lost.
. "$MLP_SOURCE/tests/support/cli.sh"

for kind in dvc own; do
    mkdir "$work/$kind" && cd "$work/$kind" && git init -q
    if [ $kind = dvc ]; then
        dvc_project "$work/remote"
        printf 'stages:\n  prepare: {cmd: cat data/raw/a >out, deps: [data/raw], outs: [out]}\n' >dvc.yaml
    else
        printf 'version: 1\nproject: own\nstages:\n  prepare: {cmd: cat data/raw/a >out, deps: [data/raw], outs: [out]}\n' >mlp.yaml
    fi
    mkdir -p data/raw && printf a >data/raw/a && printf b >b
    expect 0 mlp data add data/raw b
    expect 0 mlp run

    expect 0 mlp data move data/raw cells/raw --json
    valid_json
    same "$(json '[.from, .to, .readers[]] | join(" ")')" "data/raw cells/raw prepare"
    has "$work/err" "prepare still reads 'data/raw'"
    same "$(cat cells/raw/a)" a
    [ ! -e data/raw ] && [ ! -e data/raw.dvc ] || fail "$kind: the old place is still there"
    has cells/.gitignore /raw
    [ ! -e data/.gitignore ] || fail "$kind: the old line in .gitignore stays"
    expect 0 mlp data status --json
    same "$(json '.uncommitted.deleted // [] | length')" 0
    expect 0 mlp data move cells/raw data/raw

    # Into a folder, by the record alone, and what cannot be.
    mkdir in && expect 0 mlp data move b in
    if [ $kind = dvc ]; then has "$work/out" "commit with git: git add in/b.dvc .gitignore in/.gitignore"; else
        has "$work/out" "commit with git: git add data.lock in/.gitignore"; fi
    same "$(cat in/b)" b
    rm in/b && expect 0 mlp data move in/b b
    has "$work/err" "only its record was moved"
    expect 0 mlp data checkout b
    same "$(cat b)" b
    expect 5 mlp data move data/raw/a c
    has "$work/err" "is a part of 'data/raw'"
    expect 5 mlp data move out c
    has "$work/err" "stage 'prepare' makes 'out'"
    expect 4 mlp data move none c
    expect 5 mlp data move b data/raw
    expect 2 mlp data move b ..
    expect 2 mlp data move b $'two\nlines'
    has "$work/err" "holds a control character"
    expect 2 mlp data move data/raw data/raw/raw
    expect 2 mlp data move b .git/b
    printf taken >taken && expect 5 mlp data move b taken
    same "$(cat b taken)" btaken

    expect 5 mlp data remove data/raw/a
    expect 5 mlp data remove out
    expect 4 mlp data remove none
    expect 5 mlp data remove --outs data/raw out
    [ -e data/raw/a ] || fail "$kind: something went although not all could"
    chmod u+w data/raw/a && printf changed >data/raw/a
    expect 5 mlp data remove --outs data/raw
    has "$work/err" "kept nowhere else"
    expect 0 mlp data remove --json data/raw
    valid_json
    same "$(cat data/raw/a)" changed
    [ ! -e data/.gitignore ] || fail "$kind: the line in .gitignore stays"
    expect 4 mlp data remove data/raw
    expect 0 mlp data add data/raw
    expect 0 mlp data remove --outs data/raw b
    [ ! -e data/raw ] && [ ! -e b ] || fail "$kind: the data stays"
done

# With core.autostage the commit of a move is ready.
cd "$work/dvc"
mkdir -p data/raw && echo a >data/raw/a
expect 0 mlp data add data/raw && git add -A && git commit -qm add
expect 0 mlp config set core.autostage true
git commit -qam autostage
expect 0 mlp data move data/raw cells
same "$(git diff --cached --name-only --no-renames | tr '\n' ' ')" "cells/.gitignore cells/raw.dvc data/.gitignore data/raw.dvc "
git commit -qm moved

# Links into the cache become files of their own.
cd "$work/dvc"
printf '[cache]\n    type = symlink\n' >>.dvc/config
printf l >l && expect 0 mlp data add l
[ -L l ] || fail "no link"
expect 0 mlp data remove l
[ ! -L l ] && [ -w l ] && same "$(cat l)" l

# The last good copy is not deleted because something of its size stands in the store.
for kind in dvc own; do
    mkdir "$work/last-$kind" && cd "$work/last-$kind" && git init -q .
    [ $kind = dvc ] && dvc_project "$work/none" || printf 'version: 1\nproject: own\n' >mlp.yaml
    mkdir d && echo hello >d/s && expect 0 mlp data add d
    object=$(find .dvc/cache .mlp/objects -type f ! -name "*.dir" -exec grep -l "^hello$" {} + 2>/dev/null || true)
    chmod u+w "$object" && echo jello >"$object" && chmod a-w "$object"
    expect 5 mlp data remove --outs d
    has "$work/err" "kept nowhere else"
    same "$(cat d/s)" hello
done

# A move that was killed between data and record goes on; a place where data cannot be is refused before anything moves.
for kind in dvc own; do
    mkdir "$work/stopped-$kind" && cd "$work/stopped-$kind" && git init -q .
    [ $kind = dvc ] && dvc_project "$work/none" || printf 'version: 1\nproject: own\n' >mlp.yaml
    mkdir raw && echo 1 >raw/1 && expect 0 mlp data add raw
    mv raw moved
    expect 0 mlp data move raw moved
    expect 0 mlp data status --json
    same "$(json '.uncommitted | [.[]?[]?] | length')" 0
    mkdir "$work/beyond-$kind" && ln -s "$work/beyond-$kind" link
    expect 3 mlp data move moved link/raw
    has "$work/err" "is a link to a folder"
    [ -e moved/1 ] || fail "$kind: moved to where it cannot be"
done
