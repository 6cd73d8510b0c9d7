# How far a push has come: in bytes of DVC's folders, too, and what is in the bucket already counts as done.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_s3
. "$MLP_SOURCE/tests/support/cli.sh"
. "$MLP_SOURCE/tests/support/s3.sh"
start_s3
start_proxy 1 delay:100
mkdir p && cd p && git init -q . && dvc_project s3://bucket/team
printf '    endpointurl = %s\n' "$proxy_endpoint" >>.dvc/config
mkdir d && seq 300 >d/one && seq 1000 1199 >d/two
expect 0 mlp data add d
list=$(wc -c <"$(ls .dvc/cache/files/md5/*/*.dir)")
total=$(python3 -c "print(f'{($(sed -n 's/^ *size: //p' d.dvc) + $list) / 1024:.1f} KiB')")
in_terminal() { TERM=xterm python3 "$MLP_SOURCE/tests/support/terminal.py" --columns 120 -- "$@" >"$work/shown" || fail "$(cat "$work/shown")"; }
in_terminal mlp data push -j 1
has "$work/shown" "pushing 0/3 files, "
has "$work/shown" "pushing 3/3 files, $total of $total, "
in_terminal mlp data push -j 1
has "$work/shown" "pushing 3/3 files, $total of $total"
lacks "$work/shown" "/s"
stop_proxy >/dev/null
