# A template of one's own: it has no findings, and projects are made from it.
. "$MLP_SOURCE/tests/support/cli.sh"

expect 0 mlp template new mine --defaults --set owner=me --json
valid_json
same "$(json '.schema + " " + .answers.owner')" "mlp.template.new/1 me"
expect 0 mlp template lint mine
has out "no problems"
expect 0 mlp init ./mine made --defaults --no-git
expect 0 mlp -C made validate
expect 2 mlp template new
expect 5 mlp template new mine --defaults
expect 2 mlp template new other --trust
