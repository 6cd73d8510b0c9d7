"""How long a project takes from a template: beside the tool that the template is written for, and a plain copy."""
from __future__ import annotations

import json
import shutil
from pathlib import Path

from measure import Contender
from tools import Tools, call

ANSWERS = {"name": "My Project", "slug": "my_project", "licence": "MIT", "docs": "y"}
LINES = 40
A_TEXT = "".join(f"line {number}: nothing to render in here, as in most lines of most templates\n" for number in range(LINES))


def rendered_text(prefix: str) -> str:
    """A page as templates have them: names here and there, a condition, a loop."""
    return (f"# {{{{ {prefix}name }}}}\n{A_TEXT}"
            f"{{% if {prefix}docs == 'y' %}}See docs/ of {{{{ {prefix}slug }}}}.{{% else %}}No docs.{{% endif %}}\n"
            f"{{% for word in ['a', 'b', 'c'] %}}{{{{ word | upper }}}} {{{{ {prefix}licence }}}}\n{{% endfor %}}")


def write_files(folder: Path, size: int, prefix: str, ending: str) -> None:
    """`size` files in folders of twenty: half of them name what was asked, the others are plain."""
    for number in range(size):
        below = folder / f"part_{number // 20}"
        below.mkdir(parents=True, exist_ok=True)
        text = rendered_text(prefix) if number % 2 else A_TEXT
        (below / f"file_{number}.py{ending}").write_text(text)


def contenders(tools: Tools, folder: Path, mine: list[str], peer: str, peer_words: list[str]) -> list[Contender]:
    """mlp, the template's own tool, and `cp -r` of what mlp makes."""
    finished = folder / "finished"
    call(tools.mlp, *mine, str(finished), "--defaults", "--no-git", folder=folder)
    expected = sum(1 for path in finished.rglob("*") if path.is_file())

    def one(name: str, words: list[str], made: Path, shown: str) -> Contender:
        def check() -> None:
            found = sum(1 for path in made.rglob("*") if path.is_file())
            if found != expected:
                raise RuntimeError(f"{name} made {found} files, {expected} were expected")

        return Contender(name, lambda: [words], folder, shown, prepare=lambda: shutil.rmtree(made, ignore_errors=True), check=check)

    made = [one("mlp", [tools.mlp, *mine, "made-mlp", "--defaults", "--no-git"], folder / "made-mlp", "mlp init TEMPLATE DIR --defaults --no-git")]
    if tools.has(peer):
        made.append(one(peer, [tools.peers[peer], *peer_words], folder / "made-peer", f"{peer} {' '.join(peer_words)}"))
    if tools.has("cp"):
        made.append(one("cp", [tools.peers["cp"], "-r", str(finished), "made-cp"], folder / "made-cp", "cp -r PROJECT DIR"))
    return made


def cookiecutter(tools: Tools, size: int) -> list[Contender]:
    folder = tools.scratch / "init-cookiecutter"
    template = folder / "template"
    write_files(template / "{{cookiecutter.slug}}", size, "cookiecutter.", "")
    # The folder that cookiecutter makes is named by an answer.
    (template / "cookiecutter.json").write_text(json.dumps({**ANSWERS, "slug": "made-peer"}))
    return contenders(tools, folder, ["init", "template"], "cookiecutter", ["--no-input", "template"])


def copier(tools: Tools, size: int) -> list[Contender]:
    folder = tools.scratch / "init-copier"
    template = folder / "template"
    write_files(template, size, "", ".jinja")
    (template / "copier.yml").write_text("".join(f"{name}:\n  type: str\n  default: {json.dumps(text)}\n" for name, text in ANSWERS.items()))
    (template / "{{ _copier_conf.answers_file }}.jinja").write_text("{{ _copier_answers|to_nice_yaml -}}\n")
    return contenders(tools, folder, ["init", "template"], "copier", ["copy", "--defaults", "--quiet", "template", "made-peer"])
