# Templates from git (branch, tag, folder within, offline after), from archives, by a short name.
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir -p repo/sub && cd repo && git init -q
printf 'name: x\n' >copier.yml && echo 'one {{ name }}' >a.jinja && echo '{{ _copier_answers|to_nice_yaml }}' >'{{ _copier_conf.answers_file }}.jinja'
printf '#!/bin/sh\n' >run && chmod +x run && ln -s a.jinja link
git add -A && git commit -qm one && git tag v1.0.0
echo 'two {{ name }}' >a.jinja && git commit -qam two && git tag v1.10.0
echo 'three {{ name }}' >a.jinja && git commit -qam three && git tag v2.0.0rc1
mkdir -p 'sub/{{cookiecutter.slug}}' && echo '{"slug": "c"}' >sub/cookiecutter.json && echo '{{ cookiecutter.slug }}' >'sub/{{cookiecutter.slug}}/f'
git add -A && git commit -qm sub
cd ..

# The newest release, as copier takes it; the commit as copier describes it.
expect 0 mlp init "file://$work/repo" p --defaults --json
valid_json
same "$(json .revision)" "$(git -C repo rev-parse v1.10.0)"
same "$(cat p/a) $(cat p/link)" "two x two {{ name }}"
[ -x p/run ] || fail "the run bit is gone"
has p/.copier-answers.yml "_commit: v1.10.0"
has p/.copier-answers.yml "_src_path: file://$work/repo"
expect 0 mlp init "file://$work/repo" q --ref v1.0.0
same "$(cat q/a)" "one x"
expect 0 mlp init "file://$work/repo" r --ref main~1
has r/.copier-answers.yml "_commit: v2.0.0rc1"
expect 0 mlp init "file://$work/repo" --directory sub --no-git
same "$(cat c/f)" c
[ ! -e c/.cruft.json ] || fail "a record without a repository"
expect 0 mlp init "file://$work/repo" d --directory sub
same "$(json .commit d/.cruft.json)" "$(git -C repo rev-parse main)"
expect 4 mlp init "file://$work/repo" x --ref nope
has err "no revision 'nope'"
expect 6 mlp init "file://$work/absent.git" x
has err "cannot fetch"
[ ! -e x ] || fail "something was made"

# A folder with a repository of its own: the same, without the network; work in progress is used as it is.
expect 0 mlp init repo f
same "$(cat f/a)" "two x"
expect 0 mlp init repo g --ref v1.0.0
same "$(cat g/a)" "one x"

# Once fetched it is there, also when the repository is not.
mv repo moved
expect 0 mlp init "file://$work/repo" offline
has err "copy of last time"
same "$(cat offline/a)" "two x"
mv moved repo

# Archives, with one folder in them or without.
git -C repo archive --prefix=top/ -o "$work/t.tar.gz" v1.0.0
git -C repo archive -o "$work/t.zip" v1.10.0
expect 0 mlp init t.tar.gz tar --no-git
same "$(cat tar/a)" "one x"
[ -x tar/run ] || fail "the run bit is gone"
expect 0 mlp init t.zip zip --no-git
same "$(cat zip/a)" "two x"
: >empty.zip
expect 3 mlp init empty.zip x
has err "empty.zip"
python3 - <<'PY'
import io, tarfile
def archive(name, *members):
    with tarfile.open(name, "w:gz") as tar:
        for path, kind, target in members:
            info = tarfile.TarInfo(path)
            info.type, info.linkname = kind, target
            info.size = 2 if kind == tarfile.REGTYPE else 0
            tar.addfile(info, io.BytesIO(b"x\n"))
archive("up.tar.gz", ("../outside", tarfile.REGTYPE, ""))
archive("absolute.tar.gz", ("/tmp/mlp-test-outside", tarfile.REGTYPE, ""))
archive("link.tar.gz", ("d", tarfile.SYMTYPE, "/tmp"), ("d/mlp-test-outside", tarfile.REGTYPE, ""))
archive("hard.tar.gz", ("h", tarfile.LNKTYPE, "../../../etc/passwd"))
archive("device.tar.gz", ("dev", tarfile.CHRTYPE, ""))
archive("pipe.tar.gz", ("pipe", tarfile.FIFOTYPE, ""))
PY
for name in up absolute link hard device pipe; do
    expect 3 mlp init $name.tar.gz x
done
[ ! -e outside ] && [ ! -e /tmp/mlp-test-outside ] || fail "something was written outside"

# Short names.
expect 0 mlp template add mine "file://$work/repo" --ref v1.0.0 --json
valid_json
expect 0 mlp template list --json
valid_json
same "$(json '.templates[] | select(.name == "mine") | .source')" "file://$work/repo"
expect 0 mlp init mine short
same "$(cat short/a)" "one x"
has short/.copier-answers.yml "_src_path: file://$work/repo"
expect 5 mlp template add minimal repo
expect 4 mlp template add gone ./nowhere; has "$work/err" "no folder or archive './nowhere'"
expect 0 mlp template remove mine --json
valid_json
expect 4 mlp init mine x
expect 4 mlp template remove mine

# Abbreviations are cookiecutter's, the user's own too.
printf 'abbreviations:\n  here: file://%s/{0}\ndefault_context:\n  slug: own\n' "$work" >home/.cookiecutterrc
expect 0 mlp init here:repo --directory sub --no-git
same "$(cat own/f)" own

# Sub-modules come along for copier's kind, as `git clone --recurse-submodules` has them; not for cookiecutter's.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=protocol.file.allow GIT_CONFIG_VALUE_0=always
mkdir "$work/deep" "$work/part" "$work/whole" && cd "$work/deep" && git init -q && echo deep >d && git add -A && git commit -qm d
cd "$work/part" && git init -q && echo 'part {{ name }}' >p.jinja && ln -s p.jinja to
git submodule --quiet add ../deep in && git add -A && git commit -qm p
cd "$work/whole" && git init -q && printf 'name: x\n' >copier.yml && git submodule --quiet add ../part libs/part && git add -A && git commit -qm w
cd "$work"
for source in "file://$work/whole" whole; do
    rm -rf made && expect 0 mlp init "$source" made --ref main --defaults --no-git
    same "$(cat made/libs/part/p) $(cat made/libs/part/in/d) $(cat made/libs/part/to)" "part x deep part {{ name }}"
done
git -C whole mv copier.yml cookiecutter.json && echo '{"slug": "cc"}' >whole/cookiecutter.json
mkdir 'whole/{{cookiecutter.slug}}' && echo f >'whole/{{cookiecutter.slug}}/f' && git -C whole add -A && git -C whole commit -qm cookies
expect 0 mlp init "file://$work/whole" --no-git --defaults --set slug=cc && [ -f cc/f ] || fail "no project"
