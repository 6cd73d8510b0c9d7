# A DVC project through kills, a read-only cache and a dvc at work beside: the next run is right, every lock
# names content that is stored and whole, and DVC has nothing to say. MLP_TEST_KILLS: how many kills (200 by hand).
: "${MLP_SOURCE:?path of the source tree}" || exit 1
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
dvc() { "$MLP_TEST_DVC" "$@"; }

mkdir project && cd project
git init -q . && dvc init -q
{
    echo stages:
    for i in 1 2 3 4; do
        printf '  s%s:\n    cmd: mkdir -p o%s; seq 1 20000 >o%s/a; cat source >>o%s/a; cp o%s/a o%s/b\n    deps: [source]\n    outs: [o%s]\n' $i $i $i $i $i $i $i
    done
    printf '  last:\n    cmd: cat o1/b o2/b o3/b o4/b >last\n    deps: [o1, o2, o3, o4]\n    outs: [last]\n'
} >dvc.yaml
wanted() { for _ in 1 2 3 4; do seq 1 20000; cat source; done | md5sum; }

# sound: every object holds what its name says, and the lock names only objects that are there.
sound() {
    local object
    mkdir -p .dvc/cache/files/md5 # not there when the kill came before the first object
    # All with one program: the cache grows with every round.
    find .dvc/cache/files/md5 -type f ! -name '*.dir' -exec md5sum {} + |
        awk '{ n = split($2, part, "/"); if ($1 != part[n - 1] part[n]) { print "FAIL: damaged:", $2; bad = 1 } } END { exit bad }'
    [ -e dvc.lock ] || return 0
    sed -n 's/^ *md5: //p' dvc.lock | while read -r object; do
        # What lies in the folder itself, such as `source`, is a dependency that no stage makes.
        [ "$object" = "$(md5sum <source | cut -c1-32)" ] || [ -e ".dvc/cache/files/md5/${object:0:2}/${object:2}" ] ||
            grep -qs "$object" source.old || fail "dvc.lock names $object, which is not stored"
    done
}

for round in $(seq 1 "${MLP_TEST_KILLS:-8}"); do
    echo "$round" >source
    mlp run -j 2 >/dev/null 2>&1 &
    pid=$!
    sleep "0.$(printf '%03d' $((RANDOM % 400)))"
    kill -9 $pid 2>/dev/null || true
    wait $pid 2>/dev/null || true
    md5sum <source | cut -c1-32 >>source.old
    sound
    expect 0 mlp run
    same "$(md5sum <last)" "$(wanted)"
    sound
    expect 0 mlp run --json
    same "$(json .status)" up_to_date
done
same "$(dvc status --json)" "{}"

# A dvc repro and two mlp run at once: each ends well or says who is at work; then all is right.
for _ in 1 2; do
    echo "$RANDOM more" >source
    dvc repro -q >"$work/theirs" 2>&1 &
    mlp run >"$work/first" 2>&1 & first=$!
    mlp run >"$work/second" 2>&1 & second=$!
    for one in $first $second; do
        code=0
        wait "$one" || code=$?
        case $code in 0 | 5) ;; *) fail "a run beside others ended with $code: $(cat "$work/first" "$work/second")" ;; esac
    done
    wait
    expect 0 mlp run --wait
    same "$(md5sum <last)" "$(wanted)"
done
same "$(dvc status --json)" "{}"

# A cache that may not be written, for a user who is not root.
if [ "$(id -u)" != 0 ] || command -v setpriv >/dev/null; then
    PATH_OF_ALL=/usr/local/bin:/usr/bin:/bin
    as_user() { "$@"; }
    if [ "$(id -u)" = 0 ]; then
        chmod 755 "$work"
        chown -R 65534:65534 . "$HOME"
        as_user() { setpriv --reuid 65534 --regid 65534 --clear-groups env PATH="$PATH_OF_ALL" GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*' "$@"; }
    fi
    echo "read-only" >source
    chmod -R a-w .dvc/cache
    cp dvc.lock "$work/before"
    code=0
    as_user "$MLP" run >"$work/out" 2>"$work/err" || code=$?
    case $code in 1 | 3) ;; *) fail "a read-only cache: exit $code: $(cat "$work/out" "$work/err")" ;; esac
    grep -q "dvc/cache" "$work/out" "$work/err" || fail "a read-only cache is not named: $(cat "$work/out" "$work/err")"
    cmp dvc.lock "$work/before" || fail "dvc.lock changed though nothing could be stored"
    chmod -R u+w .dvc/cache
    as_user "$MLP" run >"$work/out" 2>"$work/err" || fail "after the cache is writable again: $(cat "$work/err")"
    same "$(md5sum <last)" "$(wanted)"
    [ "$(id -u)" != 0 ] || chown -R 0:0 . "$HOME"
fi
