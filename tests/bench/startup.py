"""How long a command takes that has next to nothing to do."""
from __future__ import annotations

import json
from pathlib import Path

import projects
from measure import Contender
from tools import HERE, Tools, call


def start_of(tools: Tools, *names: str) -> list[Contender]:
    """The peers that only tell their version: the yardstick for every command of mlp."""
    return [Contender(name, lambda name=name: [[tools.peers[name], "--version"]], tools.scratch, f"{name} --version")
            for name in names if tools.has(name)]


def version(tools: Tools, _size: int) -> list[Contender]:
    mine = Contender("mlp", lambda: [[tools.mlp, "--version"]], tools.scratch, "mlp --version")
    return [mine, *start_of(tools, "git", "dvc", "mlflow")]


def listing(tools: Tools, size: int) -> list[Contender]:
    folder = tools.scratch / "listing"
    projects.write_mlp(folder, 1)
    for number in range(size):
        started = json.loads(call(tools.mlp, "--json", "track", "start", "--param", f"lr=0.{number}", folder=folder))
        call(tools.mlp, "track", "log", "--run", started["run_id"], "--metric", f"acc=0.{number}", folder=folder)
    made = [Contender("mlp", lambda: [[tools.mlp, "track", "list"]], folder, "mlp track list"), *start_of(tools, "git")]
    if tools.has("mlflow"):
        env = {"MLFLOW_TRACKING_URI": f"sqlite:///{folder}/mlflow.db"}
        call(Path(tools.peers["mlflow"]).parent / "python", HERE / "mlflow_points.py", "runs", str(size), folder=folder, env=env)
        words = [tools.peers["mlflow"], "runs", "list", "--experiment-id", "0"]
        made.append(Contender("mlflow", lambda: [words], folder, "mlflow runs list --experiment-id 0", env))
    return made


def status(tools: Tools, _size: int) -> list[Contender]:
    folder = tools.scratch / "status"
    projects.write_mlp(folder, 1)
    call(tools.mlp, "run", folder=folder)
    call(tools.mlp, "status", folder=folder)
    made = [Contender("mlp", lambda: [[tools.mlp, "status", "--exit-code"]], folder, "mlp status --exit-code"), *start_of(tools, "git")]
    if tools.has("dvc"):
        there = tools.scratch / "status-dvc"
        projects.write_finished_dvc(there, 1)
        call(tools.peers["dvc"], "status", folder=there)
        made.append(Contender("dvc", lambda: [[tools.peers["dvc"], "status", "-q"]], there, "dvc status -q"))
    return made
