"""The same pipeline in the words of mlp, ninja and DVC: `width` chains of ten stages, each reading the output before it."""
from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Iterator

from tools import put_aside

DEPTH = 10


def edges(stages: int) -> Iterator[tuple[str, str, str]]:
    """(stage, input, output); the first of each chain reads seed.txt."""
    for number in range(stages):
        chain, level = divmod(number, DEPTH)
        source = "seed.txt" if level == 0 else f"out/c{chain}-{level - 1}"
        yield f"c{chain}-{level}", source, f"out/c{chain}-{level}"


def command(source: str, output: str) -> str:
    """Shell words only, no program: what remains is what the runner itself costs. No two outputs are alike."""
    return f"read line <{source}; echo $line {output} >{output}"


def contents(stages: int) -> dict[str, str]:
    """path → what is in it when all is done"""
    made = {"seed.txt": "seed\n"}
    for _, source, output in edges(stages):
        made[output] = f"{made[source].strip()} {output}\n"
    return made


def fresh(folder: Path) -> None:
    put_aside(folder)
    (folder / "out").mkdir(parents=True)
    (folder / "seed.txt").write_text("seed\n")


def write_mlp(folder: Path, stages: int) -> None:
    fresh(folder)
    lines = ["version: 1", "project: bench", "stages:"]
    for name, source, output in edges(stages):
        lines += [f"  {name}:", f"    cmd: {command(source, output)}", f"    deps: [{source}]", f"    outs: [{output}]"]
    (folder / "mlp.yaml").write_text("\n".join(lines) + "\n")


one_file = "data/000/000"


def write_files(folder: Path, files: int) -> None:
    """One stage that reads a folder of small files, a hundred in each folder below it."""
    fresh(folder)
    for number in range(files):
        above, name = divmod(number, 100)
        path = folder / "data" / f"{above:03}" / f"{name:03}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"file {number}\n")
    (folder / "mlp.yaml").write_text("version: 1\nproject: bench\nstages:\n  count: {cmd: 'find data -type f | wc -l >out/n', "
                                     "deps: [data], outs: [out/n]}\n")


def write_ninja(folder: Path, stages: int) -> None:
    fresh(folder)
    lines = ["rule stage", "  command = $cmd"]
    for _, source, output in edges(stages):
        words = command(source, output).replace("$", "$$")
        lines += [f"build {output}: stage {source}", f"  cmd = {words}"]
    (folder / "build.ninja").write_text("\n".join(lines) + "\n")


def write_dvc(folder: Path, stages: int) -> None:
    fresh(folder)
    write_dvc_settings(folder)
    stage_map = {name: {"cmd": command(source, output), "deps": [source], "outs": [output]}
                 for name, source, output in edges(stages)}
    (folder / "dvc.yaml").write_text(as_yaml({"stages": stage_map}))


def write_dvc_settings(folder: Path) -> None:
    """Those of `dvc init --no-scm`, and nothing sent anywhere."""
    (folder / ".dvc").mkdir()
    (folder / ".dvc" / "config").write_text("[core]\n    no_scm = true\n    analytics = false\n    check_update = false\n")


def write_finished_dvc(folder: Path, stages: int) -> None:
    """As `dvc repro` leaves it: outputs, lock file and cache. Making 1,000 stages with DVC itself takes many minutes."""
    write_dvc(folder, stages)
    made = contents(stages)
    lock = {}
    for name, source, output in edges(stages):
        (folder / output).write_text(made[output])
        digest = md5(made[output])
        kept = folder / ".dvc" / "cache" / "files" / "md5" / digest[:2] / digest[2:]
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(made[output])
        lock[name] = {"cmd": command(source, output),
                      "deps": [entry(source, made[source])], "outs": [entry(output, made[output])]}
    (folder / "dvc.lock").write_text(as_yaml({"schema": "2.0", "stages": lock}))


def entry(path: str, text: str) -> dict[str, object]:
    return {"path": path, "hash": "md5", "md5": md5(text), "size": len(text)}


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def as_yaml(value: dict[str, object]) -> str:
    """YAML holds JSON, but DVC's parser is fast only on plain block style, which is also what people write."""
    def block(item: object, indent: int) -> str:
        pad = "  " * indent
        if isinstance(item, dict):
            return "".join(f"{pad}{key}:" + (f"\n{block(inner, indent + 1)}" if isinstance(inner, (dict, list)) else
                                             f" {json.dumps(inner)}\n") for key, inner in item.items())
        if isinstance(item, list):
            return "".join(f"{pad}- " + (block(inner, indent + 1).lstrip() if isinstance(inner, dict) else
                                         f"{json.dumps(inner)}\n") for inner in item)
        raise TypeError(type(item))
    return block(value, 0)


def finished(folder: Path, stages: int) -> None:
    """Raises unless every output is there and right."""
    for path, wanted in contents(stages).items():
        found = (folder / path).read_text()
        if found != wanted:
            raise RuntimeError(f"{folder}/{path} holds {found!r}, not {wanted!r}")
