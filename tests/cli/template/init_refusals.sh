# What cannot be is refused with its reason and its exit code, and leaves nothing behind.
. "$MLP_SOURCE/tests/support/cli.sh"

expect 2 mlp init
has err "which template?"
expect 4 mlp init tabula x
has err "Did you mean 'tabular'?"
expect 2 mlp init minimal x --set projct=y
has err "Did you mean 'project'?"
expect 2 mlp init minimal x --set nonsense
expect 2 mlp init minimal x --set 'project=../evil'
expect 2 mlp init tabular x --set model=tree
expect 2 mlp init minimal ''
expect 4 mlp init minimal x --answers absent.yaml
printf '{"project": ["a"]}' >bad.json
expect 3 mlp init minimal x --answers bad.json
has err "bad.json:1:13"
: >file
expect 5 mlp init minimal file
expect 3 mlp init minimal file/below
[ ! -e x ] || fail "a refused init left a folder"

mkdir locked && chmod 555 locked
if [ "$(id -u)" = 0 ]; then as="setpriv --reuid=65534 --regid=65534 --clear-groups"; chmod 711 "$work" "$work/home"; else as=; fi
touch out err && chmod 666 out err
expect 3 $as "$MLP" init minimal locked/p
has err "Permission denied"

# No home, no identity, no user name: still a project with a commit.
expect 0 env -i PATH="$PATH" "$MLP" init minimal bare
has out "neutral author"
git -C bare log --format=%an | grep -q . || fail "no commit"
