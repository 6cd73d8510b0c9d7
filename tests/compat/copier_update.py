"""Updates small projects with copier and with `mlp template update`, and compares the trees. Usage: copier_update.py MLP"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings

import copier
from template_trees import tree, write

warnings.simplefilter("ignore")
ANSWERS = {"{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers|to_nice_yaml }}"}
LINES = [f"line {number}\n" for number in range(1, 31)]


def text(changes=()):
    lines = list(LINES)
    for number, line in dict(changes).items():
        lines[number - 1] = line
    return "".join(lines)


def cases():
    """(name, revisions of the template, what the project changes: path → content, or ... for gone)"""
    yield "nothing changed", [{"a": "1\n"}, {"a": "2\n"}], {}
    yield "other places", [{"a": text()}, {"a": text({2: "two\n"})}], {"a": text({28: "mine\n"})}
    yield "the same lines", [{"a": text()}, {"a": text({9: "template\n"})}], {"a": text({9: "project\n"})}
    yield "the same change", [{"a": text()}, {"a": text({9: "both\n"})}], {"a": text({9: "both\n"})}
    yield "lines side by side", [{"a": text()}, {"a": text({9: "template\n"})}], {"a": text({11: "project\n"})}
    yield "new in the template", [{"a": "1\n"}, {"a": "1\n", "d/b": "2\n"}], {}
    yield "new on both sides", [{"a": "1\n"}, {"a": "1\n", "b": "theirs\n"}], {"b": "mine\n"}
    yield "new and the same", [{"a": "1\n"}, {"a": "1\n", "b": "same\n"}], {"b": "same\n"}
    yield "gone from the template", [{"a": "1\n", "d/b": "2\n"}, {"a": "1\n"}], {}
    yield "gone, changed in the project", [{"a": "1\n", "b": text()}, {"a": "1\n"}], {"b": text({3: "mine\n"})}
    yield "removed by the project", [{"a": "1\n", "b": "2\n"}, {"a": "2\n", "b": "3\n"}], {"b": ...}
    yield "the project's own files", [{"a": "1\n"}, {"a": "2\n"}], {"own": "x\n"}
    yield "renamed", [{"old": text()}, {"new": text()}], {}
    yield "run bits", [{"a": "x\n", "b": ("mode", 0o755, "x\n")}, {"a": ("mode", 0o755, "x\n"), "b": "x\n"}], {}
    yield "a new question", [{"copier.yml": "x: 1\n", "a.jinja": "{{ x }}\n"}, {"copier.yml": "x: 1\ny: two\n", "a.jinja": "{{ x }} {{ y }}\n"}], {}
    yield "a question that is gone", [{"copier.yml": "x: 1\ny: two\n", "a.jinja": "{{ x }}\n"}, {"copier.yml": "x: 1\n", "a.jinja": "{{ x }}!\n"}], {}
    yield "a default that changed", [{"copier.yml": "x: 1\n", "a.jinja": "{{ x }}\n"}, {"copier.yml": "x: 2\n", "a.jinja": "{{ x }}\n"}], {}
    yield "left alone when there", [{"copier.yml": "_skip_if_exists: [b]\n", "b": "1\n", "a": "1\n"}, {"copier.yml": "_skip_if_exists: [b]\n", "b": "2\n", "a": "2\n"}], {}
    yield "text at the end of lines", [{"a": "1\r\n2\r\n3\r\n4\r\n5\r\n"}, {"a": "1\r\nzwei\r\n3\r\n4\r\n5\r\n"}], {"a": "1\r\n2\r\n3\r\n4\r\nmine"}
    yield "without a last line end", [{"a": "1"}, {"a": "2"}], {"a": "3"}
    yield "emptied by the template", [{"a": text()}, {"a": ""}], {"a": text({3: "mine\n"})}
    yield "emptied by the project", [{"a": text()}, {"a": text({3: "theirs\n"})}], {"a": ""}
    yield "bytes in a text file", [{"a": "caf\u00e9\n" + text()}, {"a": "caf\u00e9s\n" + text()}], {"a": b"caf\xe9\n" + text().encode()}
    yield "names that git quotes", [{"\u00e4 b": text(), 'q"t': text()}, {"\u00e4 b": text({1: "x\n"}), 'q"t': text({1: "x\n"})}], {"\u00e4 b": text({20: "y\n"}), 'q"t': text({1: "z\n"})}
    yield "renamed by the project", [{"a": text()}, {"a": text({2: "two\n"})}], {"a": ..., "b": text()}
    yield "renamed by the template, changed here", [{"a": text()}, {"b": text()}], {"a": text({3: "mine\n"})}
    yield "run bit against text", [{"a": text()}, {"a": ("mode", 0o755, text())}], {"a": text({3: "mine\n"})}
    yield "text against run bit", [{"a": text()}, {"a": text({3: "theirs\n"})}], {"a": ("mode", 0o755, text())}
    yield "two changes, one of them the same lines", [{"a": text()}, {"a": text({2: "t\n", 20: "t\n"})}], {"a": text({2: "m\n", 12: "m\n"})}
    yield "repeated lines", [{"a": "x\n" * 12}, {"a": "y\n" + "x\n" * 12}], {"a": "x\n" * 12 + "z\n"}
    yield "ignored by git", [{"a": text(), ".gitignore": "own\n"}, {"a": text({2: "t\n"}), "own": "theirs\n", ".gitignore": "own\n"}], {"own": "mine\n"}
    yield "a choice that is gone", [{"copier.yml": "x: {type: str, choices: [a, b], default: b}\n", "f.jinja": "{{ x }}\n"}, {"copier.yml": "x: {type: str, choices: [a, c], default: c}\n", "f.jinja": "{{ x }}\n"}], {}
    yield "a question that changed its type", [{"copier.yml": "x: 1\n", "f.jinja": "{{ x }}\n"}, {"copier.yml": "x: {type: str, default: z}\n", "f.jinja": "{{ x|upper }}\n"}], {}
    yield "an answer changed by hand", [{"copier.yml": "x: 1\n", "f.jinja": "{{ x }}\n"}, {"copier.yml": "x: 2\n", "f.jinja": "{{ x }}!\n"}], {".copier-answers.yml": "# Changes here\n_commit: v1\n_src_path: TEMPLATE\nx: 7\n"}
    yield "computed values", [{"copier.yml": "x: 1\ny: {type: int, when: false, default: '{{ x + 1 }}'}\n", "f.jinja": "{{ y }}\n"}, {"copier.yml": "x: 1\ny: {type: int, when: false, default: '{{ x + 2 }}'}\n", "f.jinja": "{{ y }}\n"}], {}
    yield "a folder that moves", [{"copier.yml": "n: a\n", "{{ n }}/f": text(), "{{ n }}/g": "g\n"}, {"copier.yml": "n: a\n", "src/{{ n }}/f": text({2: "x\n"}), "src/{{ n }}/g": "g\n"}], {"a/f": text({9: "mine\n"}), "a/own": "o\n"}
    yield "files that a condition takes away", [{"copier.yml": "b: true\n", "{% if b %}f{% endif %}": "1\n"}, {"copier.yml": "b: true\nc: false\n", "{% if c %}f{% endif %}": "1\n"}], {}
    yield "three revisions", [{"a": text()}, {"a": text({1: "one\n"})}, {"a": text({1: "one\n", 30: "last\n"}), "b": "x\n"}], {"a": text({15: "mine\n"})}


def git(folder, *words):
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def commit(folder, message):
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message, "--allow-empty")


def unmerged(folder):
    return subprocess.run(["git", "ls-files", "-u"], cwd=folder, check=True, capture_output=True, text=True).stdout


def make_template(folder, revisions):
    folder.mkdir()
    git(folder, "init", "-q")
    for number, files in enumerate(revisions, 1):
        for path in folder.iterdir():
            if path.name != ".git":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        write(folder, {"copier.yml": "", **ANSWERS, **files})
        commit(folder, str(number))
        git(folder, "tag", f"v{number}")


def compare(mlp, name, revisions, changes):
    with tempfile.TemporaryDirectory() as work:
        template, peer, ours = (pathlib.Path(work, part) for part in ("template", "peer/made", "ours/made"))
        make_template(template, revisions)
        copier.run_copy(str(template), peer, vcs_ref="v1", defaults=True, quiet=True)
        git(peer, "init", "-q")
        commit(peer, "made")
        for path, content in changes.items():
            if content is ...:
                (peer / path).unlink()
            else:
                write(peer, {path: content.replace("TEMPLATE", str(template)) if isinstance(content, str) else content})
        commit(peer, "changed")
        shutil.copytree(peer, ours, symlinks=True)
        for number in range(2, len(revisions) + 1):
            copier.run_update(peer, vcs_ref=f"v{number}", defaults=True, quiet=True, overwrite=True)
            done = subprocess.run([mlp, "-C", str(ours), "template", "update", "--ref", f"v{number}", "--defaults"], capture_output=True, text=True)
            if done.returncode not in (0, 1):
                print(f"{name}: mlp says {done.stderr}")
                return False
            if unmerged(peer) != unmerged(ours):
                print(f"{name}: unmerged\n  copier {unmerged(peer)}\n  mlp    {unmerged(ours)}")
                return False
            commit(peer, "updated")
            commit(ours, "updated")
        expected, found = tree(peer), tree(ours)
        for path in sorted({*expected, *found}):
            if expected.get(path) != found.get(path):
                print(f"{name}: {path}\n  copier {expected.get(path)}\n  mlp    {found.get(path)}")
        return expected == found


def main():
    results = [compare(sys.argv[1], *case) for case in cases()]
    print(f"{sum(results)} of {len(results)} the same")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
