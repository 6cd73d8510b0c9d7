# A project goes to a newer revision of its template: merged with what the project changed, nothing lost.
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir t && cd t && git init -q
printf 'name: x\n' >copier.yml
echo '{{ _copier_answers|to_nice_yaml }}' >'{{ _copier_conf.answers_file }}.jinja'
seq 1 20 >both && seq 1 20 >lines && echo same >theirs && echo gone >gone && echo old >old_name && echo drop >dropped && printf 'a\n' >mode
git add -A && git commit -qm one && git tag v1
sed -i 's/^2$/two/' both && sed -i 's/^5$/five (template)/' lines && echo '{{ name }} {{ colour }}' >theirs.jinja && git rm -q theirs gone
git mv old_name new_name && echo more >dropped && echo new >added && chmod +x mode && printf 'colour: blue\n' >>copier.yml
git add -A && git commit -qm two && git tag v2
cd ..

expect 0 mlp init "file://$work/t" p --ref v1 --defaults
cd p
sed -i 's/^18$/eighteen/' both && sed -i 's/^5$/five (project)/' lines && git rm -q dropped && echo mine >own
expect 5 mlp template update
has ../err "own"
git add -A && git commit -qm mine
before=$(git rev-parse HEAD)

expect 0 mlp template update --dry-run
has ../out "+two"
has ../out "-gone"
same "$(git status --porcelain)" ""

expect 1 mlp template update --defaults --json
valid_json
same "$(json '.files[] | select(.what == "conflict") | .path')" lines
same "$(json '.files[] | select(.what == "merged") | .path')" both
has lines "<<<<<<< before updating"
has lines "five (project)"
has lines ">>>>>>> after updating"
has both two
has both eighteen
same "$(cat theirs new_name added own)" "$(printf 'x blue\nold\nnew\nmine')"
[ ! -e gone ] && [ ! -e old_name ] && [ ! -e dropped ] || fail "what is gone is there"
[ -x mode ] || fail "the run bit is missing"
has .copier-answers.yml "_commit: v2"
has .copier-answers.yml "colour: blue"
same "$(git rev-parse HEAD)" "$before"
expect 5 mlp template update
same "$(git ls-files -u | cut -f2 | tr '\n' ' ')" "lines lines lines "
same "$(git show :1:lines)" "$(seq 1 20)"
same "$(git show :2:lines)" "$(git show HEAD:lines)"
same "$(git show :3:lines)" "$(seq 1 20 | sed 's/^5$/five (template)/')"
git checkout -q --ours -- lines && git add -A && git commit -qm updated
expect 0 mlp template update
has ../out "Nothing to change"

# Without a record, without git, without an older revision.
cd .. && mkdir bare && cd bare
expect 4 mlp template update
has ../err ".copier-answers.yml"
printf '_src_path: %s/t\n' "$work" >.copier-answers.yml
expect 3 mlp template update
printf '_src_path: %s/t\n_commit: v1\n' "$work" >.copier-answers.yml
expect 3 mlp template update
has ../err "git"

# A template of cookiecutter is remembered as cruft does, one of mlp's own in .mlp-template.json.
cd .. && mkdir -p 'c/{{cookiecutter.slug}}' o/files && cd c && git init -q
echo '{"slug": "made", "licence": ["MIT", "BSD"]}' >cookiecutter.json && echo '{{ cookiecutter.licence }} 1' >'{{cookiecutter.slug}}/f' && git add -A && git commit -qm one
cd .. && expect 0 mlp init "file://$work/c" cc --set licence=BSD
cd c && echo '{{ cookiecutter.licence }} 2' >'{{cookiecutter.slug}}/f' && git commit -qam two && cd ../cc
expect 0 mlp template update
same "$(cat f)" "BSD 2"
same "$(json .commit .cruft.json)" "$(git -C ../c rev-parse HEAD)"
cd ../o && git init -q && printf 'version: 1\nname: o\nquestions:\n  - {name: who, default: ada}\n' >template.yaml && echo '{{ who }} 1' >files/f.jinja && git add -A && git commit -qm one
cd .. && expect 0 mlp init "file://$work/o" oo --set who=bo
cd o && echo '{{ who }} 2' >files/f.jinja && git commit -qam two && cd ../oo
expect 0 mlp template update
same "$(cat f)" "bo 2"
