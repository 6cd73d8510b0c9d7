# Hostile templates: refused with a reason, quickly, and nothing is written outside of the project.
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir outside in && echo precious >outside/file && echo secret >secret.txt
before=$(find outside secret.txt -exec stat -c '%n %Y %s' {} +)

# A template whose one file (named by $1, with the content $2) is hostile; JSON of variables in $3.
hostile() {
    rm -rf t && mkdir -p 't/{{cookiecutter.slug}}'
    printf '%s' "${3:-{\"slug\": \"p\"\}}" >t/cookiecutter.json
    if [ -n "$1" ]; then mkdir -p "$(dirname "t/{{cookiecutter.slug}}/$1")" && printf '%s' "$2" >"t/{{cookiecutter.slug}}/$1"; fi
}
refused() {
    expect 3 timeout 250 mlp -C in init ../t made --defaults --no-git
    has err "$1"
    [ ! -e in/made ] || fail "something was made: $1"
}

hostile '{{cookiecutter.x}}f' x '{"slug": "p", "x": "../../outside/"}'
refused "outside the project"
hostile '{{cookiecutter.x}}f' x "{\"slug\": \"p\", \"x\": \"$work/outside/\"}"
refused "outside the project"
hostile '{{cookiecutter.x}}/f' x '{"slug": "p", "x": "a/../../../outside"}'
refused "outside the project"
hostile f x '{"slug": "../outside", "y": "{{cookiecutter.slug}}"}'
refused "outside the project"
hostile '.git/hooks/post-commit' x
refused "git repository's own folder"
hostile '{{ ".g" ~ "it" }}/config' x
refused "git repository's own folder"
hostile 'sub/.GIT/config' x
refused "git repository's own folder"
for name in CON aux.txt com1.log; do
    hostile "$name" x
    refused "device"
done
hostile '{{cookiecutter.x}}' x '{"slug": "p", "x": "a\\b"}'
refused "backslash"
hostile '{{cookiecutter.x}}' x '{"slug": "p", "x": "a\u0000b"}'
refused "cannot be written"
hostile '{{cookiecutter.x}}' x '{"slug": "p", "x": "a\nb"}'
refused "cannot be written"
hostile "{{ 'x' * 300 }}" x
refused "longer than 255"
hostile 'a' x && printf y >'t/{{cookiecutter.slug}}/A'
refused "one file on some systems"

# Links that lead out, in circles, or to what is no file.
hostile '' '' && ln -s /etc/passwd 't/{{cookiecutter.slug}}/link'
refused "leaves the template"
hostile '' '' '{"slug": "p", "_copy_without_render": ["*"]}' && ln -s "$work/outside" 't/{{cookiecutter.slug}}/dir'
refused "leaves the template"
hostile '' '' '{"slug": "p", "_copy_without_render": ["*"]}' && mkdir 't/{{cookiecutter.slug}}/d' && ln -s .. 't/{{cookiecutter.slug}}/d/up'
refused ""
hostile '' '' && mkfifo 't/{{cookiecutter.slug}}/pipe'
refused "neither a file nor a folder"
hostile '' '' && ln -s /dev/zero 't/{{cookiecutter.slug}}/zero'
refused "neither a file nor a folder"
hostile f x && rm -r 't/{{cookiecutter.slug}}' && ln -s "$work/outside" 't/{{cookiecutter.slug}}'
refused "leaves the template"

# What a template may not see.
for text in "{% include '../../secret.txt' %}" "{% include '$work/secret.txt' %}" "{{ ''.__class__.__mro__ }}" "{{ self.__init__.__globals__ }}" "{{ environ.HOME }}" \
    "{{ cookiecutter.__class__ }}"; do
    hostile f "$text"
    refused ""
done

# What would never end, or fill the disk.
for text in "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}x{% endfor %}{% endfor %}{% endfor %}" "{{ 'x' * 999999999999 }}" "{{ 9**99999999 }}" \
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}" "{% include 'f' %}" "{{ range(999999999) | list }}" "{{ '%999999999d' % 1 }}" "{{ 'a' | center(99999999999) }}"; do
    hostile f "$text"
    refused ""
done
hostile "$(printf '{%% for i in range(%s) %%}x{%% endfor %%}' 9999999999)" x
refused ""

same "$(find outside secret.txt -exec stat -c '%n %Y %s' {} +)" "$before"
same "$(ls -A in)" ""
