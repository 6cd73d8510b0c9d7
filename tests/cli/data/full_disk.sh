# A disk that is full in the middle of add, pull, checkout and run: the error names it, nothing bad is kept, and with room
# the same command does its work. Needs to mount a small file system; passed over where that is not allowed.
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir small
mount -t tmpfs -o size=4m none small 2>/dev/null || { echo "no file system may be mounted here"; exit 77; }
trap 'cd /; umount "$work/small"; umount "$work/across/big" 2>/dev/null || true; chmod -R u+w "$work"; rm -rf "$work"' EXIT

# is_full COMMAND…: it fails and says that there is no room.
is_full() {
    local code=0
    "$@" >"$work/out" 2>"$work/err" || code=$?
    case $code in 0 | 70) fail "exit $code on a full disk: $*: $(cat "$work/out" "$work/err")" ;; esac
    grep -qi "no space" "$work/out" "$work/err" || fail "$*: a full disk is not named: $(cat "$work/out" "$work/err")"
}
room() { mount -o "remount,size=$1" "$work/small"; }
# sound FOLDER COMMAND: every object below the folder holds what its name says.
sound() {
    local object name
    [ -d "$1" ] || return 0
    find "$1" -type f -not -path '*/tmp/*' | while read -r object; do
        name=$(basename "$(dirname "$object")")$(basename "$object" .dir)
        same "$($2 <"$object" | cut -d' ' -f1)" "$name"
    done
}
# project KIND: a project of DVC, or of mlp alone, with nine files of 300 KiB.
project() {
    rm -rf "$work/small/project" "$work/store"
    room 4m
    mkdir -p "$work/small/project/data" "$work/store"
    cd "$work/small/project"
    git init -q .
    if [ "$1" = dvc ]; then
        mkdir .dvc
        cat >.dvc/config <<INI
[core]
    remote = store
['remote "store"']
    url = $work/store
INI
        cache=.dvc/cache/files/md5 hash=md5sum
    else
        printf 'version: 1\nproject: full\n' >mlp.yaml
        expect 0 mlp remote add --default store "$work/store"
        cache=.mlp/objects/sha256 hash=sha256sum
    fi
    for i in $(seq 9); do head -c 300000 /dev/urandom >data/$i; done
    (cd data && sha256sum *) >"$work/wanted"
}
whole() { (cd data && sha256sum *) | cmp - "$work/wanted" || fail "data is not what it was"; }

for kind in dvc mlp; do
    project $kind
    is_full mlp data add data
    [ ! -e data.dvc ] && [ ! -e data.lock ] || fail "recorded though nothing could be stored"
    sound $cache $hash
    whole
    room 16m
    expect 0 mlp data add data
    expect 0 mlp data push
    sound $cache $hash

    # Content arrives, then the working tree is filled: each may find no room.
    rm -rf data .dvc/cache .mlp/objects
    room 2m
    is_full mlp data pull
    sound $cache $hash
    room 4500k
    is_full mlp data pull
    sound $cache $hash
    is_full mlp data checkout
    room 16m
    expect 0 mlp data pull --force
    whole
    expect 0 mlp data status --exit-code
    cd "$work"
done

# Stages whose results do not fit.
for kind in dvc mlp; do
    project $kind
    rm -rf data
    file=dvc.yaml
    [ $kind = dvc ] || file=mlp.yaml
    [ $kind = dvc ] && echo stages: >$file || echo stages: >>$file
    for i in 1 2 3 4; do
        printf "  s%s:\n    cmd: head -c 700000 source >o%s && echo %s >>o%s\n    deps: [source]\n    outs: [o%s]\n" $i $i $i $i $i >>$file
    done
    head -c 700000 /dev/urandom >source
    is_full mlp run
    has "$work/out" "4 stages: " # the summary comes all the same
    sound $cache $hash
    room 32m
    expect 0 mlp run
    for i in 1 2 3 4; do same "$(md5sum <o$i)" "$( (cat source; echo $i) | md5sum)"; done
    sound $cache $hash
    expect 0 mlp run --json
    same "$(json .status)" up_to_date
    cd "$work"
done

# Data moves to another file system as it does to another folder.
mkdir -p "$work/across/big" && cd "$work/across" && git init -q . && dvc_project "$work/none"
mount -t tmpfs -o size=4m none big
mkdir raw && echo 1 >raw/1 && ln -s 1 raw/link && expect 0 mlp data add raw
expect 0 mlp data move raw big/raw
same "$(cat big/raw/1 big/raw/link)" "$(printf '1\n1')"
[ ! -e raw ] && [ ! -e raw.dvc ] || fail "the old place is still there"
expect 0 mlp data status --json
same "$(json '.uncommitted | [.[]?[]?] | length')" 0
cd "$work" && umount across/big
