# Readers that go away, full disks, streams that were closed before the start.
. "${MLP_SOURCE:?}/tests/support/cli.sh"

# A closed pipe ends quietly with 141.
mkfifo pipe
: <pipe & exec 3>pipe; wait
got=0; mlp help >&3 2>err || got=$?
exec 3>&-
same "$got" 141
[ ! -s err ] || fail "a closed pipe was talked about: $(cat err)"

# A full disk is an error, not a success.
got=0; mlp help >/dev/full 2>err || got=$?
same "$got" 1
has err 'error: cannot write to standard output: No space left on device'
got=0; mlp --json version >/dev/full 2>err || got=$?
same "$got" 1
valid_json err

# Closed standard streams: an error for output, no matter for the others, and no file takes their place.
got=0; mlp docs completions --output made >&- 2>err || got=$?
same "$got" 1
has err 'cannot write to standard output'
cmp made/mlp.bash "$MLP_SOURCE/completions/mlp.bash" || fail "a closed stream changed a file"
expect 0 mlp version <&-
mlp version 2>&- >out || fail "closed standard error"
has out 'mlp '
got=0; mlp verison 2>/dev/full || got=$?
same "$got" 2
