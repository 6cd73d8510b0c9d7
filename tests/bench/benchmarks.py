"""The benchmarks by name: who competes, in which state, and what mlp aims at."""
from __future__ import annotations

import dataclasses
from typing import Callable

import growth
import pipeline
import startup
import tracking
from measure import Contender
from tools import Tools


@dataclasses.dataclass(frozen=True)
class Benchmark:
    name: str
    title: str
    make: Callable[[Tools, int], list[Contender]]
    size: int = 0  # stages, points or processes
    smoke_size: int = 0
    rounds: int = 5
    aims: tuple[tuple[str, float], ...] = ()  # (peer, greatest ratio of mlp's time to the peer's)
    budget_s: float = 20  # a contender that used more gets no further round
    needs: str = ""  # "memory": a folder in memory


ALL = (
    Benchmark("start.version", "Start: tell the version", startup.version, rounds=40,
              aims=(("git", 3), ("dvc", 1 / 50), ("mlflow", 1 / 50))),
    Benchmark("start.list", "Start: list 20 runs", startup.listing, 20, 3, rounds=30,
              aims=(("git", 3), ("mlflow", 1 / 50))),
    Benchmark("start.status", "Start: status of a project of one stage", startup.status, rounds=30,
              aims=(("git", 3), ("dvc", 1 / 50))),
    Benchmark("run.nothing_to_do_1000", "Nothing to do, 1,000 stages", pipeline.nothing_to_do, 1000, 20, rounds=20,
              aims=(("ninja", 5), ("dvc", 1 / 100)), budget_s=40),
    Benchmark("run.nothing_to_do_100", "Nothing to do, 100 stages", pipeline.nothing_to_do, 100, 10, rounds=20),
    Benchmark("run.first_1000", "First run, 1,000 stages, on the disk", pipeline.first_run, 1000, 20, aims=(("ninja", 2),)),
    Benchmark("run.first_1000_memory", "First run, 1,000 stages, in memory (syncing is free)", pipeline.first_run_in_memory,
              1000, 20, aims=(("ninja", 2),), needs="memory"),
    Benchmark("run.first_100", "First run, 100 stages, on the disk", pipeline.first_run_with_dvc, 100, 5, budget_s=60),
    Benchmark("growth.stages_nothing_to_do", "Growth: nothing to do, 10,000 stages against 1,000", growth.stages("run"), 10000, 20,
              rounds=10, aims=((growth.TENTH, 12),)),
    Benchmark("growth.stages_status", "Growth: status after an edit, 10,000 stages against 1,000",
              growth.stages("status", changed=True), 10000, 20, aims=((growth.TENTH, 12),)),
    Benchmark("growth.files_nothing_to_do", "Growth: nothing to do, 10,000 files against 1,000", growth.files("run"), 10000, 20,
              rounds=10, aims=((growth.TENTH, 12),)),
    Benchmark("growth.files_status", "Growth: status after an edit, 10,000 files against 1,000",
              growth.files("status", changed=True), 10000, 20, aims=((growth.TENTH, 12),)),
    Benchmark("log.one_process", "10,000 metric points, one process", tracking.one_process, 10000, 200, rounds=10),
    Benchmark("log.process_each", "200 metric points, one process each", tracking.process_each, 200, 3),
)
