# An archive on a web server: fetched, kept for when the server is away, never a way to a file of this machine.
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir -p served 't/{{cookiecutter.slug}}'
echo '{"slug": "made"}' >t/cookiecutter.json && echo one >'t/{{cookiecutter.slug}}/f'
tar -czf served/t.tar.gz t
python3 "$MLP_SOURCE/tests/support/redirecting_server.py" served port &
server=$!
trap 'kill $server 2>/dev/null || :; rm -rf "$work"' EXIT
while [ ! -e port ]; do kill -0 $server; sleep 0.1; done
address=http://127.0.0.1:$(cat port)

expect 0 mlp init "$address/t.tar.gz" --no-git --defaults
same "$(cat made/f)" one
expect 0 mlp init "$address/moved/t.tar.gz" second --no-git --defaults
expect 4 mlp init "$address/none.zip" x
expect 6 mlp init "$address/local.zip" x
has err "not followed"
expect 2 mlp init "file://$work/served/t.tar.gz" x
expect 2 mlp init "$address/t.tar.gz" x --ref v1
[ ! -e x ] || fail "a refused init left a folder"

echo two >'t/{{cookiecutter.slug}}/f' && tar -czf served/t.tar.gz t
expect 0 mlp init "$address/t.tar.gz" third --no-git --defaults
same "$(cat third/f)" two
kill $server
wait $server 2>/dev/null || :
expect 0 mlp init "$address/t.tar.gz" fourth --no-git --defaults
has err "the copy of last time is used"
same "$(cat fourth/f)" two
