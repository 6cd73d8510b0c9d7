# Remotes and settings written to DVC's configuration: the bytes that DVC writes for the same words, and each reads the other's.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
dvc=$MLP_TEST_DVC
mkdir ours theirs
(cd theirs && git init -q . && "$dvc" init -q) && cp -r theirs/. ours/

# both DVC-WORDS -- MLP-WORDS: the same change by each; the files must be the same afterwards.
both() {
    local words=()
    while [ "$1" != -- ]; do words+=("$1"); shift; done
    shift
    (cd "$dir_theirs" && "$dvc" "${words[@]}" -q)
    (cd "$dir_ours" && mlp "$@" >/dev/null) || fail "mlp $*"
    for file in config config.local; do
        diff theirs/.dvc/$file ours/.dvc/$file 2>/dev/null || [ ! -e theirs/.dvc/$file ] || fail "after: mlp $*"
    done
}
dir_theirs=theirs dir_ours=ours
both remote add loc ../st -- remote add loc ../st
both remote add -d Store s3://bucket/prefix -- remote add -d Store s3://bucket/prefix
both remote modify store endpointurl http://127.0.0.1:9000 -- config set remote.store.endpointurl http://127.0.0.1:9000
both remote modify --local store secret_access_key 'a,b#c' -- config set --local remote.store.secret_access_key 'a,b#c'
both config cache.type hardlink,symlink -- config set cache.type hardlink,symlink
both config core.autostage true -- config set core.autostage true
mkdir -p theirs/sub ours/sub && dir_theirs=theirs/sub dir_ours=ours/sub
both remote add deep ../../up/st -- remote add deep ../../up/st
dir_theirs=theirs dir_ours=ours
both remote modify store endpointurl http://127.0.0.1:9001 -- config set remote.store.endpointurl http://127.0.0.1:9001
both config --unset cache.type -- config unset cache.type
both remote default loc -- config set core.remote loc
both remote remove loc -- remote remove loc

cd ours
"$dvc" remote list >"$work/out"
has "$work/out" "deep"
mlp remote list --json >found.json
valid_json found.json
same "$(jq -r '[.remotes[].name] | join(" ")' found.json)" 'deep store'
same "$(jq -r '.remotes[] | select(.name == "deep").url' found.json)" "$work/up/st"
mlp config list >"$work/out"
lacks "$work/out" 'a,b#c'
# A remote goes with the secret that completed it.
expect 0 mlp remote remove store
[ ! -s .dvc/config.local ] || fail "left in config.local: $(cat .dvc/config.local)"
"$dvc" remote list >"$work/out"
lacks "$work/out" store
# Comments and layout that DVC would lose stay.
printf '# ours\n[core]\n  autostage = true # here\n\n[cache]\n    type = copy\n' >.dvc/config
mlp config set core.remote loc >/dev/null
mlp remote add loc ../st >/dev/null
same "$(cat .dvc/config)" "$(printf "# ours\n[core]\n  autostage = true # here\n    remote = loc\n\n[cache]\n    type = copy\n['remote \"loc\"']\n    url = ../../st")"
"$dvc" remote list >"$work/out"
has "$work/out" "(default)"
for bad in 'remote add x s3://b --set colour=red' 'config set core.autostage maybe' 'config set cache.type magic' \
    'config set remote.loc.password sesame' 'config set core.nothing 1'; do
    expect 2 mlp $bad
done
# A remote inside of another one.
printf "['remote \"base\"']\n    url = ../top\n['remote \"in\"']\n    url = remote://base/sub\n" >.dvc/config.local
mkdir -p top
expect 0 mlp remote test in
