"""A pipeline of DVC as it is: mlp and DVC run the same dvc.yaml, each in a folder of its own."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Callable

import growth
import pipeline
import projects
from measure import Contender
from tools import Tools, call


def nothing_to_do(tools: Tools, stages: int) -> list[Contender]:
    base = tools.scratch / f"dvc-nothing-{stages}"
    calls = {"mlp": [tools.mlp, "run"], **({"dvc": [tools.peers["dvc"], "repro", "-q"]} if tools.has("dvc") else {})}
    made = []
    for name, words in calls.items():
        folder = base / name
        projects.write_finished_dvc(folder, stages)
        printed = "".join(call(*words[:2], folder=folder) for _ in range(2))
        if "Running stage" in printed:
            raise RuntimeError(f"{name} ran something in {folder}: {printed[:500]}")
        made.append(Contender(name, lambda words=words: [words], folder, " ".join([name, *words[1:]]),
                              rounds=3 if name == "dvc" else None,
                              check=lambda folder=folder: projects.finished(folder, stages)))
    return made


def first_run(tools: Tools, stages: int, dvc_rounds: int = 2) -> list[Contender]:
    """Every sample begins in a new folder. DVC runs one stage at a time: mlp does so too, and beside it with all cores."""
    base = tools.scratch / f"dvc-first-{stages}"
    calls = {"mlp": [tools.mlp, "run", "-j", pipeline.JOBS], "mlp -j 1": [tools.mlp, "run", "-j", "1"]}
    if tools.has("dvc"):
        calls["dvc"] = [tools.peers["dvc"], "repro", "-q"]
    made = []
    for name, words in calls.items():
        folder = base / name.replace(" ", "") / "project"

        def prepare(folder: Path = folder) -> None:
            projects.write_dvc(folder, stages)
            os.sync()

        made.append(Contender(name, lambda words=words: [words], folder, " ".join([name.split()[0], *words[1:]]), prepare=prepare,
                              check=lambda folder=folder: projects.finished(folder, stages),
                              rounds=dvc_rounds if name == "dvc" else None))
    return made


def first_run_once(tools: Tools, stages: int) -> list[Contender]:
    """DVC takes minutes."""
    return first_run(tools, stages, dvc_rounds=1)


def growing_stages(*words: str, changed: bool = False) -> Callable[[Tools, int], list[Contender]]:
    return lambda tools, size: growth.compare(tools, f"dvc-stages-{'-'.join(words)}-{changed}", size, words,
                                              projects.write_finished_dvc, "seed.txt" if changed else None)


def growing_files(*words: str, changed: bool = False) -> Callable[[Tools, int], list[Contender]]:
    return lambda tools, size: growth.compare(tools, f"dvc-files-{'-'.join(words)}-{changed}", size, words, write_files,
                                              projects.one_file if changed else None)


def write_files(folder: Path, files: int) -> None:
    """The stage that reads a folder of small files, in the words of DVC."""
    projects.write_files(folder, files)
    (folder / "mlp.yaml").unlink()
    projects.write_dvc_settings(folder)
    (folder / "dvc.yaml").write_text("stages:\n  count:\n    cmd: find data -type f | wc -l >out/n\n    deps: [data]\n    outs: [out/n]\n")
