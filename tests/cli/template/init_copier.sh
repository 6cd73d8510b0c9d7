# A template of copier: answers from flags and files, the answers file, tasks only with --trust.
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir -p 't/{{ package }}'
cat >t/copier.yml <<'YML'
name: {type: str, help: "What is it called?"}
package: {type: str, default: "{{ name|lower }}"}
tests: true
licence: {type: str, choices: [MIT, BSD], default: MIT}
port: {type: int, default: 80, validator: "{% if port < 1 %}a port is positive{% endif %}"}
token: {type: str, default: none, secret: true}
_tasks: ["echo task > done", {command: [sh, -c, "pwd > where"], when: "{{ tests }}"}]
_message_after_copy: "{{ name }} is there"
YML
echo 'name={{ name }} port={{ port + 1 }}' >'t/{{ package }}/info.jinja'
echo '{{ _copier_answers|to_nice_yaml }}' >'t/{{ _copier_conf.answers_file }}.jinja'
echo x >'t/{% if tests %}tests{% endif %}'

expect 2 mlp init t p --defaults
has err "'name' has no default"
has err "--set name="
expect 2 mlp init t p --set name=Ada --set port=0
has err "port: a port is positive"
expect 2 mlp init t p --set name=Ada --set licence=GPL
has err "licence: 'GPL' is none of 'MIT', 'BSD'"
[ ! -e p ] || fail "a refused init left a folder"

printf 'name: Ada\ntests: no\nport: 8080\ntoken: hidden\n' >answers.yml
expect 0 mlp init t p --answers answers.yml --json
valid_json
same "$(json '.kind + " " + .answers.package + " " + (.answers.port|tostring)')" "copier ada 8080"
same "$(json '.not_run | length')" 2
same "$(cat p/ada/info)" "name=Ada port=8081"
[ ! -e p/tests ] && [ ! -e p/done ] || fail "a file that was not wanted, or a task that was not trusted"
same "$(cat p/.copier-answers.yml)" "$(printf '_src_path: t\nlicence: MIT\nname: Ada\npackage: ada\nport: 8080\ntests: false\n')"
grep -rq hidden p && fail "a secret was written"

expect 0 mlp init t trusted --set name=Bo --trust
has out "Bo is there"
same "$(cat trusted/done) $(cat trusted/where)" "task $work/trusted"
same "$(git -C trusted status --porcelain)" ""
