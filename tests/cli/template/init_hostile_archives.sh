# Hostile and damaged archives: refused with a reason, nothing is written outside, nothing is left behind.
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir outside in temporary && echo precious >outside/file
before=$(find outside -exec stat -c '%n %Y %s' {} +)
python3 - "$work" <<'EOF'
import io, sys, tarfile, warnings, zipfile

warnings.simplefilter("ignore")
work = sys.argv[1]
template = {"cookiecutter.json": b'{"slug": "p"}', "{{cookiecutter.slug}}/a": b"some content"}


def tar(name, *entries):
    with tarfile.open(f"{work}/{name}.tar.gz", "w:gz") as archive:
        for path, kind, content in [(path, "file", text) for path, text in template.items()] + list(entries):
            info = tarfile.TarInfo(path)
            if kind == "file":
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
            else:
                info.type, info.linkname = kind, content
                archive.addfile(info)


def zipped(name, *entries, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(f"{work}/{name}.zip", "w", method) as archive:
        for path, content in [*template.items(), *entries]:
            archive.writestr(path, content)


evil = b"evil"
tar("up", ("../outside/file", "file", evil))
tar("up_inside", ("a/../../outside/file", "file", evil))
tar("absolute", (f"{work}/outside/file", "file", evil))
tar("through_link", ("l", tarfile.SYMTYPE, f"{work}/outside"), ("l/file", "file", evil))
tar("through_up", ("d", tarfile.DIRTYPE, ""), ("d/l", tarfile.SYMTYPE, "../.."), ("d/l/outside/file", "file", evil))
tar("hard", ("h", tarfile.LNKTYPE, f"{work}/outside/file"))
tar("hard_to_link", ("s", tarfile.SYMTYPE, f"{work}/outside/file"), ("h", tarfile.LNKTYPE, "s"))
tar("reads", ("{{cookiecutter.slug}}/l", tarfile.SYMTYPE, f"{work}/outside/file"))
tar("device", ("{{cookiecutter.slug}}/d", tarfile.CHRTYPE, ""))
tar("pipe", ("{{cookiecutter.slug}}/p", tarfile.FIFOTYPE, ""))
tar("case", ("{{cookiecutter.slug}}/A", "file", b"x"))
tar("repository", (".git/hooks/post-commit", "file", evil), ("sub/.git", "file", evil))
tar("replaced_link", ("l", tarfile.SYMTYPE, f"{work}/outside/file"), ("l", "file", evil))
zipped("zip_up", ("../outside/file", evil))
zipped("zip_backslash", ("..\\outside\\file", evil))
zipped("good")
zipped("stored", method=zipfile.ZIP_STORED)
good = open(f"{work}/good.zip", "rb").read()
stored = open(f"{work}/stored.zip", "rb").read()
open(f"{work}/checksum.zip", "wb").write(stored.replace(b"some content", b"SOME CONTENT"))
open(f"{work}/cut.zip", "wb").write(good[: len(good) // 2])
encrypted = bytearray(good)
encrypted[6] |= 1
encrypted[good.find(b"PK\1\2") + 8] |= 1
open(f"{work}/encrypted.zip", "wb").write(encrypted)
packed = open(f"{work}/case.tar.gz", "rb").read()
open(f"{work}/cut.tar.gz", "wb").write(packed[: len(packed) // 2])
open(f"{work}/text.tar.gz", "wb").write(b"hello")
open(f"{work}/empty.zip", "wb").close()
EOF

export TMPDIR="$work/temporary"
refused() {
    expect 3 mlp -C in init "../$1" made --defaults --no-git
    has err "$2"
    same "$(ls -A in temporary)" "$(printf 'in:\n\ntemporary:')"
}
for name in up up_inside absolute; do refused $name.tar.gz "outside the project"; done
for name in through_link through_up; do refused $name.tar.gz "below a link"; done
refused hard.tar.gz "outside the project"
refused hard_to_link.tar.gz "no file of the archive"
refused reads.tar.gz "leaves the template"
for name in device pipe; do refused $name.tar.gz "neither a file"; done
refused case.tar.gz "one file on some systems"
for name in zip_up zip_backslash; do refused $name.zip "outside the project"; done
refused checksum.zip "CRC"
for name in cut.zip cut.tar.gz encrypted.zip text.tar.gz empty.zip; do refused $name "cannot unpack"; done
same "$(find outside -exec stat -c '%n %Y %s' {} +)" "$before"

for name in good.zip repository.tar.gz replaced_link.tar.gz; do
    expect 0 mlp -C in init "../$name" made --defaults --no-git
    same "$(cat in/made/a)" "some content"
    rm -r in/made
done
same "$(find outside -exec stat -c '%n %Y %s' {} +)" "$before"
