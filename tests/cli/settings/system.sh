# Settings for all users of a machine: readable by everybody, without secrets, and passed over where they cannot be read.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_SYSTEM_CONFIG_DIR="$work/etc/mlp" DVC_SYSTEM_CONFIG_DIR="$work/etc/dvc"
state() { json "[.checks[] | select(.check == \"$1\").state] | unique | join(\" \")"; }
mkdir p && cd p
printf 'version: 1\nproject: p\n' >mlp.yaml
(umask 077 && mlp config set --system run.jobs 3 --json) >"$work/out"
same "$(json .file)" "$work/etc/mlp/config.yaml"
same "$(stat -c %a "$work/etc/mlp/config.yaml" "$work/etc/mlp" "$work/etc" | tr '\n' ' ')" '644 755 755 '
expect 0 mlp config get run.jobs --json
same "$(json '.value + " " + .level')" '3 system'
chmod 640 "$work/etc/mlp/config.yaml"   # its owner's choice stays
expect 0 mlp config set --system run.jobs 4
same "$(stat -c %a "$work/etc/mlp/config.yaml")" 640
expect 2 mlp config set --system remotes.s.secret_access_key sesame
has "$work/err" 'every user reads'
expect 2 mlp config set --system remotes.s.url http://u:sesame@host/x
lacks "$work/etc/mlp/config.yaml" remotes

# What cannot be read (here: a folder) is a warning, and no command fails.
rm "$work/etc/mlp/config.yaml" && mkdir "$work/etc/mlp/config.yaml"
expect 0 mlp config list
expect 0 mlp remote list
expect 0 mlp validate --json; valid_json
same "$(json '[.problems[] | .severity + " " + .code] | join(",")')" 'warning MLP002'
expect 0 mlp doctor --offline --json; valid_json
same "$(state settings)" 'ok warning'
rmdir "$work/etc/mlp/config.yaml"
printf 'run: [\n' >"$work/etc/mlp/config.yaml"   # what can be read must be right
expect 3 mlp config list
rm "$work/etc/mlp/config.yaml"

# DVC's files likewise.
mkdir ../d && cd ../d && git init -q .
dvc_project "$work/disk"
(umask 077 && mlp config set --system core.checksum_jobs 2)
same "$(stat -c %a "$work/etc/dvc/config" "$work/etc/dvc" | tr '\n' ' ')" '644 755 '
expect 2 mlp config set --system remote.store.password sesame
rm "$work/etc/dvc/config" && mkdir "$work/etc/dvc/config"
expect 0 mlp remote list
expect 0 mlp doctor --offline --json; valid_json
same "$(state settings)" 'ok warning'
rmdir "$work/etc/dvc/config"

# The user's file may hold secrets, and is the user's alone.
expect 0 mlp config set --user remote.store.password sesame
same "$(stat -c %a "$HOME/.config/dvc/config")" 600
chmod 644 "$HOME/.config/dvc/config"
expect 0 mlp doctor --offline --json; valid_json
same "$(state secrets)" 'ok warning'
has "$work/out" "chmod 600 $HOME/.config/dvc/config"
lacks "$work/out" sesame
