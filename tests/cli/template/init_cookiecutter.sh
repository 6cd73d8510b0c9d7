# A template of cookiecutter: rendered without a terminal, its hooks only with --trust, all or nothing.
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir -p 't/{{cookiecutter.slug}}/bin' t/hooks
echo '{"name": "My Project", "slug": "{{ cookiecutter.name | slugify }}", "licence": ["MIT", "BSD"], "docs": true}' >t/cookiecutter.json
echo '{{ cookiecutter.licence }} {{ cookiecutter.docs }}' >'t/{{cookiecutter.slug}}/LICENSE'
printf '#!/bin/sh\r\necho {{ cookiecutter.slug }}\r\n' >'t/{{cookiecutter.slug}}/bin/{{cookiecutter.slug}}.sh'
chmod +x 't/{{cookiecutter.slug}}/bin/{{cookiecutter.slug}}.sh'
printf '#!/bin/sh\necho hook {{ cookiecutter.slug }}\npwd >where\ncat LICENSE >seen\n' >t/hooks/post_gen_project.sh

expect 0 mlp init t --json
valid_json
same "$(json '.kind + " " + .answers.slug + " " + .not_run[0]')" "cookiecutter my-project hooks/post_gen_project.sh"
has err "--trust"
same "$(cat my-project/LICENSE)" "MIT True"
same "$(head -c 11 my-project/bin/my-project.sh | od -An -c | tr -d ' ')" '#!/bin/sh\r\n'
[ -x my-project/bin/my-project.sh ] || fail "the run bit is gone"
[ ! -e my-project/where ] || fail "a hook ran without --trust"
same "$(git -C my-project status --porcelain)" ""

# A folder that is named is the project's own; answers choose, and what does not fit leaves nothing behind.
expect 0 mlp init t there --no-git --set licence=BSD --set docs=no
same "$(cat there/LICENSE)" "BSD False"
expect 2 mlp init t refused --set licence=GPL
has err "licence: 'GPL' is none of ['MIT', 'BSD']"
[ ! -e refused ] || fail "a refused init left a folder"

# With --trust hooks run in the project; one that fails takes everything back.
expect 0 mlp init t trusted --trust --defaults
has err "hook my-project"
same "$(cat trusted/where)" "$work/trusted"
same "$(cat trusted/seen)" "MIT True"
same "$(git -C trusted status --porcelain)" ""
echo 'import sys; sys.exit("no {{ cookiecutter.slug }}")' >t/hooks/pre_gen_project.py
expect 1 mlp init t failed --trust
has err "no my-project"
has err "exit code 1"
[ ! -e failed ] || fail "a failed hook left a folder"
expect 0 mlp init t untouched --no-git

# Errors name file, line and expression of the template.
printf 'a\n{{ cookiecutter.nope }}\n' >'t/{{cookiecutter.slug}}/bad.txt'
expect 3 mlp init t bad
has err "bad.txt:2:17"
has err "nope"

# A name that renders to nothing would spread the project over this folder; one that is named is taken.
rm 't/{{cookiecutter.slug}}/bad.txt'
expect 5 mlp init t --no-git --set slug= --defaults
has err "renders to no name"
expect 0 mlp init t named --no-git --set slug= --set licence=MIT --defaults

# The hook pre_prompt prepares a copy of the template, before anything of it is read; only with --trust.
cp -r t prepared && rm prepared/hooks/* && echo '{"slug": "plain"}' >prepared/cookiecutter.json
printf 'from pathlib import Path\nPath("cookiecutter.json").write_text("""{"slug": "hooked", "licence": "L", "docs": true}""")\n' >prepared/hooks/pre_prompt.py
expect 3 mlp init prepared --no-git --defaults
expect 0 mlp init prepared --no-git --defaults --trust
same "$(cat hooked/LICENSE)" "L True"
same "$(cat prepared/cookiecutter.json)" '{"slug": "plain"}'
echo 'raise SystemExit(3)' >prepared/hooks/pre_prompt.py
expect 1 mlp init prepared nothing --no-git --defaults --trust
[ ! -e nothing ] || fail "a failed hook left a folder"

# A name with a '=' in it, and a file whose name has a backslash.
mkdir -p 'e/{{cookiecutter.slug}}' && echo '{"slug": "e", "== INFO ==": "", "== INFO": ""}' >e/cookiecutter.json
echo '{{ cookiecutter["== INFO =="] }}' >'e/{{cookiecutter.slug}}/a\b'
expect 0 mlp init e made_e --no-git --set "== INFO ===x=y" --defaults
same "$(cat 'made_e/a\b')" "x=y"
expect 2 mlp init e bad_e --no-git --set "=x" --defaults
