# The linter for template authors: every kind, all findings at once, each with its place and code.
. "$MLP_SOURCE/tests/support/cli.sh"

for name in minimal tabular timeseries library; do
    expect 0 mlp template lint "$name"
    has out "no problems"
done

# mlp's own.
mkdir -p own/files
cat >own/template.yaml <<'EOF'
version: 1
name: own
questions:
  - name: project
    default: x
  - name: size
    default: huge
    choices: [small, large]
optional: [README.md]
EOF
printf '{{ project }}\n{{ projct }}\n' >own/files/a.txt.jinja
expect 3 mlp template lint own
has out "files/a.txt.jinja:2:4: error[TPL003]: 'projct' is not defined. Did you mean 'project'?"
has out "template.yaml:6:5: warning[TPL004]: nothing uses 'size'"
has out "error[TPL009]: the default of 'size' is not allowed"
has out "warning[TPL010]"
expect 3 mlp -C own template lint --json
valid_json
same "$(json '.kind + " " + (.problems | map(.code) | join(" "))')" "mlp TPL003 TPL010 TPL009 TPL004"

# cookiecutter: variables, hooks, names of files, links.
mkdir -p 'cc/{{cookiecutter.slug}}/{{cookiecutter.nope}}' cc/hooks
echo '{"slug": "a", "unused": "b", "empty": []}' >cc/cookiecutter.json
echo 'print("{{ cookiecutter.gone }}")' >cc/hooks/post_gen_project.py
printf 'x\n{%% if cookiecutter.slug' >'cc/{{cookiecutter.slug}}/broken'
ln -s /etc/passwd 'cc/{{cookiecutter.slug}}/link'
expect 3 mlp template lint cc
has out "hooks/post_gen_project.py:1:11: error[TPL003]: 'cookiecutter.gone' is not defined"
has out "cookiecutter.json:1:15: warning[TPL004]: nothing uses 'unused'"
has out "'empty' has no choices"
has out "broken:2:"
has out "error[TPL002]"
has out "/{{cookiecutter.nope}}: error[TPL003]"
has out "/link: error[TPL007]"

# copier: questions in an included file, what is lenient is a warning; the folder is read as it stands, not at its tag.
mkdir cp
echo 'name: x' >cp/more.yml
printf '%s\n' '!include more.yml' '---' 'kind:' '  type: nothing' '  default: "{{ nme }}"' >cp/copier.yml
echo 'ok' >cp/a
git -C cp init -q
git -C cp add .
git -C cp commit -qm one
git -C cp tag v1.0.0
printf '{{ kind }}{%% include "gone" %%}\n' >cp/b.jinja
expect 3 mlp template lint cp
has out "copier.yml:3:1: warning[TPL003]: 'nme' is not defined. Did you mean 'name'?"
has out "copier.yml:3:1: error[TPL009]: 'kind' has the type 'nothing'"
has out "more.yml:1:1: warning[TPL004]: nothing uses 'name'"
has out "b.jinja:1:22: error[TPL006]: there is no template 'gone'"

# What cannot be opened is a finding too; what is not there is not.
echo '_jinja_extensions: [their.own.Extension]' >cp/copier.yml
expect 3 mlp template lint cp --json
valid_json
same "$(json '.problems[0].code + " " + (.problems[0].line | tostring)')" "TPL001 1"
has out "their.own.Extension"
mkdir none
expect 3 mlp template lint none --json
same "$(json '.kind == null')" "true"
expect 4 mlp template lint ./nowhere
