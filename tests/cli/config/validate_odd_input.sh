# mlp validate with odd files: it says what is wrong with them, and nothing raw reaches the terminal.
. "$MLP_SOURCE/tests/support/cli.sh"
: >mlp.yaml
expect 3 mlp validate
has out 'mlp.yaml is empty'

printf 'version: 1\nproject: "a\\u001b[31mb"\n' >mlp.yaml
expect 3 mlp validate
if LC_ALL=C grep -q "$(printf '\033')" out; then fail 'an escape sequence came through'; fi
printf 'version: 1\nproject: p\nfoo\033[2J: 1\n' >mlp.yaml
expect 3 mlp validate
if LC_ALL=C grep -q "$(printf '\033')" out; then fail 'an escape sequence came through'; fi

printf 'version: 1\nproject: \377\n' >mlp.yaml
expect 3 mlp validate --json
jq -e . out >/dev/null || fail 'not JSON'

# A very long line is cut around the caret, which stays below what it points at.
{ printf 'version: 1\nproject: p\nstages: {a: {cmd: x, deps: ['; printf 'very/long/path/%s, ' $(seq 1 400); printf '/abs]}}\n'; } >mlp.yaml
expect 3 mlp validate
grep -A2 -F "'/abs' is absolute" out | tail -2 >two
same "$(sed -n 1p two | awk '{ print (index($0, "/abs") > 0 && length($0) < 130) }')" 1
column=$(sed -n 1p two | sed 's/…/./g' | awk '{ print index($0, "/abs") }')
same "$(sed -n 2p two | awk '{ print index($0, "^") }')" "$column"

# Tabs and wide characters before the caret.
printf 'version: 1\nproject: p\nstages: {漢字: {cmd: x,\t dpes: []}}\n' >mlp.yaml
expect 3 mlp validate
has out '  3 | stages: {漢字: {cmd: x,     dpes: []}}'
has out '    |                             ^'

head -c 70000000 /dev/zero | tr '\0' '#' >mlp.yaml
expect 3 mlp validate
has out 'MLP002'
rm mlp.yaml
ln -s nowhere mlp.yaml
expect 4 mlp validate
has err 'mlp.yaml is not a file'
rm mlp.yaml
mkdir mlp.yaml
expect 4 mlp validate
has err 'mlp.yaml is not a file'
