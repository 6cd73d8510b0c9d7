# What copier does besides merging: migrations between two versions, files that a newer revision leaves out, no way back.
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir t && cd t && git init -q
printf 'name: x\n' >copier.yml
echo '{{ _copier_answers|to_nice_yaml }}' >'{{ _copier_conf.answers_file }}.jinja'
echo one >kept && echo one >file
git add -A && git commit -qm one && git tag v1.0.0
cat >copier.yml <<'EOF'
name: x
_exclude: [kept, copier.yml]
_migrations:
  - echo "$STAGE {{ _version_from }} {{ _version_to }} $VERSION_PEP440_TO {{ name }}" >>log
  - version: v2.0.0
    when: "{{ _stage == 'before' }}"
    command: [sh, -c, "sed -i 's/^name: .*/name: moved/' .copier-answers.yml; echo before >>log"]
  - version: v1.0.0
    command: echo too old >>log
  - version: v2.0.0
    after: [echo old form >>log]
EOF
echo two >file
git add -A && git commit -qm two && git tag v2.0.0
cd ..

expect 0 mlp init "file://$work/t" p --ref v1.0.0 --defaults
cd p
expect 0 mlp template update --defaults
has ../err "migration 1"
has ../err "migration 4"
lacks ../err "migration 3"
[ ! -e log ] || fail "a migration ran without --trust"
same "$(cat kept file)" "$(printf 'one\ntwo')"
git checkout -q -- . && git clean -qfd
expect 0 mlp template update --defaults --trust
same "$(cat log)" "$(printf 'before\nafter v1.0.0 v2.0.0 2.0.0 moved\nold form')"
has .copier-answers.yml "name: moved"
git add -A && git commit -qm two
expect 2 mlp template update --ref v1.0.0
has ../err "newer than v1.0.0"

# A project of two templates: the second one's answers have a file of their own.
cd .. && mkdir second && cd second && git init -q && printf 'colour: red\n' >copier.yml && echo '{{ colour }} 1' >second.jinja
cp '../t/{{ _copier_conf.answers_file }}.jinja' . && git add -A && git commit -qm one && git tag v1
cd ../p && expect 0 mlp init "file://$work/second" . --ref v1 --record .copier-answers.second.yml --set colour=blue --defaults
has .copier-answers.second.yml "colour: blue"
has .copier-answers.yml "name: moved"
git add -A && git commit -qm second && cd ../second && echo '{{ colour }} 2' >second.jinja && git commit -qam two && git tag v2 && cd ../p
expect 4 mlp template update --record missing.yml
expect 0 mlp template update --record .copier-answers.second.yml --defaults
same "$(cat second)" "blue 2"
has .copier-answers.second.yml "_commit: v2"
has .copier-answers.yml "_commit: v2.0.0"

# A folder that is a template of cookiecutter too: --kind says which is meant, an update knows it.
cd .. && mkdir both && cd both && git init -q && printf 'n: 1\n_subdirectory: inner\n' >copier.yml && echo '{"slug": "s"}' >cookiecutter.json
mkdir inner '{{cookiecutter.slug}}' && cp '../t/{{ _copier_conf.answers_file }}.jinja' inner && echo one >inner/f && echo cc >'{{cookiecutter.slug}}/f'
git add -A && git commit -qm one && git tag v1 && echo two >inner/f && git commit -qam two && git tag v2 && cd ..
expect 0 mlp init "file://$work/both" of_cc --defaults --no-git
same "$(cat of_cc/f)" cc
expect 0 mlp init "file://$work/both" of_copier --kind copier --ref v1 --defaults
expect 2 mlp init "file://$work/both" bad --kind copper
expect 3 mlp init "file://$work/both" bad --kind mlp
cd of_copier && expect 0 mlp template update --defaults
same "$(cat f)" two
has .copier-answers.yml "_commit: v2"
