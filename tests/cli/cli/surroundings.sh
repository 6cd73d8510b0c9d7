# Which project and which store a command means: -C, MLP_PROJECT, the user's own store, no home at all.
. "${MLP_SOURCE:?}/tests/support/cli.sh"

# Outside a project: the user's own store, said once, on standard error.
expect 0 mlp track list
same "$(grep -c "using the user's own store $HOME/.local/share/mlp/store.db" err)" 1
expect 0 mlp -q track list
[ ! -s err ] || fail "-q is not quiet: $(cat err)"
expect 0 mlp --json track list
same "$(json .schema)" mlp.track.list/1
expect 0 env XDG_DATA_HOME="$work/data" "$MLP" track list
has err "$work/data/mlp/store.db"

# With neither a project, nor a home, nor a store there is nowhere to write to.
expect 2 env -u HOME "$MLP" track list
has err 'error: '
has err 'hint: '
expect 0 env -u HOME MLP_STORE="$work/named.db" "$MLP" track start
[ -f named.db ] || fail "MLP_STORE was not used"

# Commands that need a project say what to do without one.
expect 4 mlp status
has err "no project here"
has err 'mlp init'
expect 4 mlp --json status
valid_json err

mkdir -p demo/below
printf 'version: 1\nproject: demo\nstages:\n  one: {cmd: echo 1 >one, outs: [one]}\n' >demo/mlp.yaml
expect 0 mlp -C demo/below status
expect 0 env MLP_PROJECT=demo "$MLP" status
expect 0 env MLP_PROJECT="$work/demo" "$MLP" -C home status
expect 4 env MLP_PROJECT=nowhere "$MLP" status
has err "environment MLP_PROJECT: the project folder 'nowhere' does not exist"
# Only the named folder counts, none above it.
expect 4 env MLP_PROJECT=demo/below "$MLP" status
