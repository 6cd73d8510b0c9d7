# -C: from there, several from each other, and clear errors for what is no folder.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
mkdir -p a/b
echo text >file
expect 0 mlp -C a -C b docs completions --output made
[ -f a/b/made/mlp.bash ] || fail "-C a -C b did not lead to a/b"
expect 0 mlp docs completions --output here -C a
[ -f a/here/_mlp ] || fail "-C behind the command has no effect"
expect 4 mlp -C nowhere version
has err "error: flag -C: cannot enter the folder 'nowhere'"
expect 3 mlp -C file version
has err "'file'"
# Help needs no folder.
expect 0 mlp -C nowhere version --help
# A working directory that was removed: help works, and so does everything behind an absolute -C.
mkdir gone
cd gone
rmdir ../gone
"$MLP" help >"$work/out" || fail "no help in a folder that is gone"
"$MLP" -C "$work" version >"$work/out" || fail "-C does not lead out of a folder that is gone"
got=0; "$MLP" version 2>"$work/err" || got=$?
cd "$work"
same "$got" 4
has err 'error: the current folder does not exist any more'
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    mkdir -m 700 closed
    chmod 755 "$work"
    expect 3 setpriv --reuid=65534 --regid=65534 --clear-groups "$MLP" -C "$work/closed" version
    has err 'Permission denied'
fi
