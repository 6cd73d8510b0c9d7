# What a repository imported in its turn, and does not have any more, comes from where it imported it.
. "$MLP_SOURCE/tests/support/cli.sh"
repository() { mkdir "$work/$1" && cd "$work/$1" && git init -q .; }
commit() { git add -A && git commit -qm "$1"; }
repository c && dvc_project "$work/c-store"
mkdir d && echo 1 >d/one && echo 2 >d/two && echo 3 >file && echo 4 >in-git && mkdir g && echo 5 >g/five
expect 0 mlp data add d file && commit c && expect 0 mlp data push
repository b && dvc_project "$work/b-store"
for path in d file in-git g; do expect 0 mlp data import ../c "$path"; done
commit b
repository own && printf 'version: 1\nproject: own\n' >mlp.yaml
expect 0 mlp data import ../c d && expect 0 mlp data import ../c g && expect 0 mlp data import ../c file && commit own

taken_from() { # URL…: all of these through B, which has nothing itself
    rm -rf "$work/got" && mkdir "$work/got" && cd "$work/got"
    for path in d file in-git g; do expect 0 mlp data get "$1" "$path"; done
    expect 0 mlp data get "$1" d/two -o two
    same "$(cat d/one d/two file in-git g/five two | tr '\n' ' ')" "1 2 3 4 5 2 "
    expect 0 mlp data get "$1" . -o all
    same "$(cat all/d/one all/g/five)" "1
5"
}
taken_from ../b
rm -rf "$work/b/.dvc/cache" "$work/own/.mlp" "$work/own/d"
taken_from ../b
taken_from "file://$work/b"
expect 0 mlp data get ../own d -o own-d
expect 0 mlp data get ../own g -o own-g
expect 0 mlp data get "file://$work/own" file -o own-file
same "$(cat own-d/one own-g/five own-file | tr '\n' ' ')" "1 5 3 "
# A project that imports from B, until C is gone.
repository a && dvc_project "$work/a-store"
expect 0 mlp data import ../b d
rm -rf .dvc/cache d && expect 0 mlp data pull
same "$(cat d/one)" 1
mv ../c ../gone && rm -rf .dvc/cache d
expect 6 mlp data pull
has "$work/err" "looking where 'd' of '../b' was imported from"
mv ../gone ../c
# What comes must be what B recorded.
cd ../b && sed -i 's/md5: .*/md5: 26ab0db90d72e28ad0ba1e22ee510510/' file.dvc && commit wrong && cd ..
expect 7 mlp data get b file
has "$work/err" "is not what 'file.dvc' recorded when it was imported"
[ ! -e file ] || fail "something else than what was recorded is kept"

# Imports that lead in a circle, which only records by hand can: told, with the way.
repository x && dvc_project "$work/x-store" && repository y && dvc_project "$work/y-store"
circle() { printf 'deps:\n- path: f\n  repo:\n    url: ../%s\nouts:\n- {md5: 26ab0db90d72e28ad0ba1e22ee510510, path: f, size: 2}\n' "$1" >f.dvc; }
circle x && commit y && cd ../x && circle y && commit x && cd ..
expect 3 mlp data get x f
has "$work/err" "imports lead in a circle: $work/x"
