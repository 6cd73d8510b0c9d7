"""What a pipeline costs besides its commands: the first run, and the run that finds nothing to do."""
from __future__ import annotations

import os
from pathlib import Path

import projects
from measure import Contender
from tools import Tools, call

JOBS = str(os.cpu_count() or 1)


def nothing_to_do(tools: Tools, stages: int) -> list[Contender]:
    base = tools.scratch / f"nothing-{stages}"
    mine = base / "mlp"
    projects.write_mlp(mine, stages)
    call(tools.mlp, "run", "-j", JOBS, folder=mine)
    projects.finished(mine, stages)
    warm(tools.mlp, "run", folder=mine)
    made = [Contender("mlp", lambda: [[tools.mlp, "run"]], mine, "mlp run", check=lambda: projects.finished(mine, stages))]
    if tools.has("ninja"):
        there = base / "ninja"
        projects.write_ninja(there, stages)
        call(tools.peers["ninja"], folder=there)
        projects.finished(there, stages)
        warm(tools.peers["ninja"], folder=there)
        made.append(Contender("ninja", lambda: [[tools.peers["ninja"]]], there, "ninja"))
    if tools.has("dvc"):
        beside = base / "dvc"
        projects.write_finished_dvc(beside, stages)
        # The first call fills DVC's own index of file states.
        printed = call(tools.peers["dvc"], "repro", folder=beside)
        if "Running stage" in printed:
            raise RuntimeError(f"dvc repro ran something in {beside}: {printed[:500]}")
        made.append(Contender("dvc", lambda: [[tools.peers["dvc"], "repro", "-q"]], beside, "dvc repro -q", rounds=3))
    return made


def warm(*command: str, folder: Path) -> None:
    """Twice, so that every cache on disk is written by a run that found nothing to do."""
    for _ in range(2):
        call(*command, folder=folder)


def first_run(tools: Tools, stages: int) -> list[Contender]:
    return first(tools, tools.scratch / f"first-{stages}", stages, ("ninja",))


def first_run_with_dvc(tools: Tools, stages: int) -> list[Contender]:
    return first(tools, tools.scratch / f"first-{stages}", stages, ("ninja", "dvc"))


def first_run_in_memory(tools: Tools, stages: int) -> list[Contender]:
    if tools.memory is None:
        raise RuntimeError("no folder in memory")
    return first(tools, tools.memory / f"first-{stages}", stages, ("ninja",))


def first(tools: Tools, base: Path, stages: int, names: tuple[str, ...]) -> list[Contender]:
    """Every sample begins in a new folder, with empty caches for all."""
    writers = {"mlp": projects.write_mlp, "ninja": projects.write_ninja, "dvc": projects.write_dvc}
    words = {"mlp": [tools.mlp, "run", "-j", JOBS], "ninja": [tools.peers.get("ninja", ""), "-j", JOBS],
             "dvc": [tools.peers.get("dvc", ""), "repro"]}
    shown = {"mlp": f"mlp run -j {JOBS}", "ninja": f"ninja -j {JOBS}", "dvc": "dvc repro"}
    made = []
    for name in ("mlp", *(name for name in names if tools.has(name))):
        folder = base / name
        folder.mkdir(parents=True, exist_ok=True)

        def prepare(name: str = name, folder: Path = folder) -> None:
            # The folder itself stays: it is where the driver stands.
            fresh = folder / "project"
            writers[name](fresh, stages)
            os.sync()  # what was written for one contender is not synced at the cost of the next

        made.append(Contender(name, lambda name=name: [words[name]], folder / "project", shown[name], prepare=prepare,
                              check=lambda folder=folder: projects.finished(folder / "project", stages),
                              rounds=2 if name == "dvc" else None))
    return made
