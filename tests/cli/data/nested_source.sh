# Data of projects in folders of another repository: each has its own settings, cache and remotes; and outputs that belong to
# one of its remotes come from that one.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir -p mono/sub/deep mono/own && cd mono && git init -q .
dvc_project "$work/top-store"
echo top >top && expect 0 mlp data add top && expect 0 mlp data push
cd sub && dvc_project "$work/sub-store"
printf '['\''remote "other"'\'']\n    url = %s\n' "$work/other-store" >>.dvc/config
mkdir m && echo 1 >m/one && echo 2 >deep/two && echo 3 >apart && expect 0 mlp data add m deep/two apart
printf '  remote: other\n' >>apart.dvc
expect 0 mlp data push
[ -e "$work/other-store/files" ] || fail "nothing was pushed to the other remote"
cd ../own && printf 'version: 1\nproject: own\nremotes:\n  r: {url: %s/own-store, default: true}\n' "$work" >mlp.yaml
mkdir d && echo 4 >d/four && expect 0 mlp data add d && expect 0 mlp data push && printf '/d\n' >.gitignore
cd .. && git add -A && git commit -qm all && cd ..

# taken_from URL: everything arrives, by itself and with what lies around it.
taken_from() {
    rm -rf got && mkdir got
    expect 0 mlp data get "$1" top -o got/top
    expect 0 mlp data get "$1" sub/m -o got/m
    expect 0 mlp data get "$1" sub/m/one -o got/one
    expect 0 mlp data get "$1" sub/deep/two -o got/two
    expect 0 mlp data get "$1" sub/apart -o got/apart
    expect 0 mlp data get "$1" own/d/four -o got/four
    expect 0 mlp data get "$1" . -o got/all
    same "$(cd got && cat top m/one one two apart four | tr '\n' ' ')" "top 1 1 2 3 4 "
    same "$(cd got/all && cat top sub/m/one sub/deep/two sub/apart own/d/four | tr '\n' ' ')" "top 1 2 3 4 "
}
taken_from mono
taken_from "file://$work/mono"
rm -rf mono/.dvc/cache mono/sub/.dvc/cache mono/own/.mlp
taken_from mono
mkdir taker && cd taker && git init -q . && dvc_project ../taker-store
expect 0 mlp data import ../mono sub/m
expect 0 mlp data import ../mono sub/apart
expect 0 mlp data import ../mono own/d
rm -rf .dvc/cache m apart d && expect 0 mlp data pull
same "$(cat m/one apart d/four | tr '\n' ' ')" "1 3 4 "

# A remote that only the record names.
cd ../mono && sed -i 's/remote: other/remote: othr/' sub/apart.dvc && git commit -qam wrong && cd ..
expect 4 mlp data get mono sub/apart
has "$work/err" "names the remote 'othr'"
has "$work/err" "Did you mean 'other'?"
