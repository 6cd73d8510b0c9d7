"""Logging metric points: as many as possible from one process, and one from each of many."""
from __future__ import annotations

import json
import subprocess
from pathlib import Path

import projects
from measure import Contender
from tools import HERE, Tools, call


class Store:
    """A project with a store, and a new run in it for each sample."""

    def __init__(self, tools: Tools, folder: Path) -> None:
        self.mlp = tools.mlp
        self.folder = folder
        self.run = ""
        projects.write_mlp(folder, 1)
        self.begin()

    def begin(self) -> None:
        self.run = json.loads(call(self.mlp, "--json", "track", "start", folder=self.folder))["run_id"]

    def holds(self, points: int) -> None:
        exported = call(self.mlp, "track", "export", self.run, folder=self.folder)
        found = sum(json.loads(line)["type"] == "metric" for line in exported.splitlines())
        if found != points:
            raise RuntimeError(f"run {self.run} holds {found} points, not {points}")


class Raw:
    """The same in a database of one table; the runs are numbers."""

    def __init__(self, tools: Tools, folder: Path) -> None:
        self.program = tools.peers["raw_sqlite"]
        self.db = folder / "raw.db"
        self.run = 0
        self.begin()
        call(self.program, self.db, "0", "1", "1", "0", folder=folder)

    def begin(self) -> None:
        self.run += 1

    def words(self, count: int, group: int, first: int) -> list[str]:
        return [self.program, str(self.db), str(self.run), str(count), str(group), str(first)]


def one_process(tools: Tools, points: int) -> list[Contender]:
    folder = tools.scratch / "points"
    store = Store(tools, folder)
    lines = folder / "points.jsonl"
    lines.write_text("".join(json.dumps({"key": "loss", "value": 1 / (1 + step), "step": step, "timestamp": 1700000000000 + step})
                             + "\n" for step in range(points)))
    made = [Contender("mlp", lambda: [[tools.mlp, "track", "log", "--run", store.run, "-"]], folder,
                      "mlp track log --run RUN - <points.jsonl", stdin=lines, prepare=store.begin,
                      check=lambda: store.holds(points))]
    if tools.has("raw_sqlite"):
        raw = Raw(tools, folder)
        group = -(-points // commits(tools, store, lines))
        made.append(Contender("raw SQLite", lambda: [raw.words(points, group, 0)], folder,
                              f"raw_sqlite, {-(-points // group)} transactions", prepare=raw.begin))
    if tools.has("mlflow"):
        made.append(mlflow_client(tools, folder, "batch", points, "MlflowClient.log_batch, 1,000 points a call"))
    return made


def commits(tools: Tools, store: Store, lines: Path) -> int:
    """How many transactions mlp makes of these lines: the yardstick makes as many."""
    with lines.open() as stream:
        done = subprocess.run([tools.mlp, "track", "log", "--run", store.run, "--ack", "-"], cwd=store.folder, stdin=stream,
                              capture_output=True, text=True, check=True)
    return max(1, sum("mlp.track.log.ack/1" in line for line in done.stdout.splitlines()))


def process_each(tools: Tools, count: int) -> list[Contender]:
    folder = tools.scratch / "each"
    store = Store(tools, folder)
    made = [Contender("mlp", lambda: [[tools.mlp, "track", "log", "--run", store.run, "--metric", f"loss={1 / (1 + step)}",
                                       "--step", str(step)] for step in range(count)], folder,
                      "mlp track log --run RUN --metric loss=V --step N", prepare=store.begin, check=lambda: store.holds(count))]
    if tools.has("raw_sqlite"):
        raw = Raw(tools, folder)
        made.append(Contender("raw SQLite", lambda: [raw.words(1, 1, step) for step in range(count)], folder,
                              "raw_sqlite, one point", prepare=raw.begin))
    if tools.has("sqlite3"):
        made.append(shell(tools, folder, count))
    if tools.has("mlflow"):
        made.append(mlflow_client(tools, folder, "each", count, "mlflow.log_metric, all in one process"))
    return made


def shell(tools: Tools, folder: Path, count: int) -> Contender:
    db = folder / "shell.db"
    call(tools.peers["sqlite3"], db, "PRAGMA journal_mode=WAL", "CREATE TABLE metrics (run, key, timestamp, step, value)", folder=folder)
    return Contender("sqlite3", lambda: [[tools.peers["sqlite3"], str(db), "PRAGMA synchronous=FULL",
                                          f"INSERT INTO metrics VALUES (1, 'loss', {1700000000000 + step}, {step}, {1 / (1 + step)})"]
                                         for step in range(count)], folder, "sqlite3 DB 'INSERT …'")


def mlflow_client(tools: Tools, folder: Path, how: str, count: int, shown: str) -> Contender:
    """Its own clock, begun after the import and the first write: what a training script that is running already pays."""
    python = str(Path(tools.peers["mlflow"]).parent / "python")
    return Contender("mlflow", lambda: [[python, str(HERE / "mlflow_points.py"), how, str(count)]], folder, shown,
                     {"MLFLOW_TRACKING_URI": f"sqlite:///{folder}/mlflow-{how}.db"}, rounds=2, own_clock=True)
