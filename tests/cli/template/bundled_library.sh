# The bundled library makes a template whose own tests pass: projects are made from it, valid, run and tested.
. "$MLP_SOURCE/tests/support/cli.sh"

expect 0 mlp init library mine --defaults --set 'owner=a: "b"'
expect 0 mlp template show ./mine
has out "owner"
expect 0 sh mine/tests/run.sh
has out "ok: 2 sets of answers"
same "$(git -C mine status --porcelain)" ""
