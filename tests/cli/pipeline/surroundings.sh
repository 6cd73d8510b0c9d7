# No home, no git, no permission, no space: a clear answer each time, and nothing lost.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
rm -rf .git
expect 0 env -i PATH="$PATH" COUNT="$COUNT" "$MLP" run --json
run=$(json .run_id)
expect 0 mlp track show "$run" --json
expect 0 env -i PATH="$PATH" "$MLP" status --exit-code

# A folder that cannot be written can still be asked about.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
    chmod 755 "$work"
    expect 0 as_nobody "$MLP" status --exit-code
    expect 0 as_nobody "$MLP" run; has "$work/out" "Nothing to do"
    cp -rp . "$work/copy" && rm -f "$work/copy/.mlp"/index.db*  # nothing is known of its files yet
    (cd "$work/copy" && expect 0 as_nobody "$MLP" run && has "$work/out" "Nothing to do")
    echo changed >data.txt
    expect 0 as_nobody "$MLP" status --json
    same "$(reason prepare)" "dependency data.txt changed"
    expect 3 as_nobody "$MLP" run; has "$work/err" ermission
    echo hello >data.txt
    expect 0 mlp run
fi

# A full disk (a small tmpfs; only root can make one).
if [ "$(id -u)" = 0 ] && mkdir "$work/small" && mount -t tmpfs -o size=3m none "$work/small" 2>/dev/null; then
    trap 'cd /; umount -l "$work/small"; rm -rf "$work"' EXIT
    cd "$work/small"
    cat >mlp.yaml <<'YAML'
version: 1
project: full
stages:
  little: {cmd: echo x >little, outs: [little]}
  big: {cmd: 'head -c 2000000 /dev/urandom >big', outs: [big], deps: [little]}
YAML
    got=0
    mlp run >"$work/out" 2>"$work/err" || got=$?
    [ "$got" != 0 ] || fail "a full disk went unnoticed"
    grep -qi 'space' "$work/out" "$work/err" || fail "not told: $(cat "$work/out" "$work/err")"
    lacks mlp.lock big
    mount -o remount,size=40m "$work/small"
    expect 0 mlp run
    expect 0 mlp status --exit-code
    cd "$work"
fi
