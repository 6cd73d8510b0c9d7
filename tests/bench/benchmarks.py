"""The benchmarks by name: who competes, in which state, and what mlp aims at."""
from __future__ import annotations

import dataclasses
from typing import Callable

import data
import dvc_pipeline
import growth
import hashing
import pipeline
import startup
import templates
import tracking
import validating
from measure import Contender
from tools import Tools


@dataclasses.dataclass(frozen=True)
class Benchmark:
    name: str
    title: str
    make: Callable[[Tools, int], list[Contender]]
    size: int = 0  # stages, points, processes, files or MiB
    smoke_size: int = 0
    rounds: int = 5
    aims: tuple[tuple[str, float], ...] = ()  # (peer, greatest ratio of mlp's time to the peer's)
    budget_s: float = 20  # a contender that used more gets no further round
    needs: str = ""  # "memory": a folder in memory; or a peer without which there is nothing to measure
    memory: bool = False  # the table shows the most memory that a process held


ALL = (
    Benchmark("start.version", "Start: tell the version", startup.version, rounds=40,
              aims=(("git", 3), ("dvc", 1 / 50), ("mlflow", 1 / 50))),
    Benchmark("start.list", "Start: list 20 runs", startup.listing, 20, 3, rounds=30,
              aims=(("git", 3), ("mlflow", 1 / 50))),
    Benchmark("start.status", "Start: status of a project of one stage", startup.status, rounds=30,
              aims=(("git", 3), ("dvc", 1 / 50))),
    Benchmark("init.cookiecutter", "New project from a template of cookiecutter, 60 files", templates.cookiecutter, 60, 6, rounds=15,
              aims=(("cookiecutter", 1 / 50), ("cp", 3)), budget_s=15),
    Benchmark("init.copier", "New project from a template of copier, 60 files", templates.copier, 60, 6, rounds=15,
              aims=(("copier", 1 / 50), ("cp", 3)), budget_s=15),
    Benchmark("run.nothing_to_do_1000", "Nothing to do, 1,000 stages", pipeline.nothing_to_do, 1000, 20, rounds=20,
              aims=(("ninja", 5), ("dvc", 1 / 100)), budget_s=40),
    Benchmark("run.nothing_to_do_100", "Nothing to do, 100 stages", pipeline.nothing_to_do, 100, 10, rounds=20),
    Benchmark("run.first_1000", "First run, 1,000 stages, on the disk", pipeline.first_run, 1000, 20, aims=(("ninja", 2),)),
    Benchmark("run.first_1000_memory", "First run, 1,000 stages, in memory (syncing is free)", pipeline.first_run_in_memory,
              1000, 20, aims=(("ninja", 2),), needs="memory"),
    Benchmark("run.first_100", "First run, 100 stages, on the disk", pipeline.first_run_with_dvc, 100, 5, budget_s=60),
    Benchmark("validate.1", "Validate a project of one stage", validating.stages, 1, 1, rounds=30),
    Benchmark("validate.100", "Validate a project of 100 stages", validating.stages, 100, 5, rounds=20),
    Benchmark("validate.10000", "Validate a project of 10,000 stages", validating.stages, 10000, 20, memory=True),
    Benchmark("validate.one_line", "Validate 10 MB in one line", validating.hostile(validating.one_line), 10, 1, memory=True),
    Benchmark("validate.unknown_keys", "Validate 10 MB of unknown keys", validating.hostile(validating.unknown_keys), 10, 1,
              memory=True),
    Benchmark("validate.anchors", "Validate 10 MB of anchors", validating.hostile(validating.anchors), 10, 1, memory=True),
    Benchmark("growth.stages_nothing_to_do", "Growth: nothing to do, 10,000 stages against 1,000", growth.stages("run"), 10000, 20,
              rounds=10, aims=((growth.TENTH, 12),)),
    Benchmark("growth.stages_status", "Growth: status after an edit, 10,000 stages against 1,000",
              growth.stages("status", changed=True), 10000, 20, aims=((growth.TENTH, 12),)),
    Benchmark("growth.files_nothing_to_do", "Growth: nothing to do, 10,000 files against 1,000", growth.files("run"), 10000, 20,
              rounds=10, aims=((growth.TENTH, 12),)),
    Benchmark("growth.files_status", "Growth: status after an edit, 10,000 files against 1,000",
              growth.files("status", changed=True), 10000, 20, aims=((growth.TENTH, 12),)),
    Benchmark("dvc.nothing_to_do_10", "In a DVC project: nothing to do, 10 stages", dvc_pipeline.nothing_to_do, 10, 5,
              rounds=10, aims=(("dvc", 1 / 100),)),
    Benchmark("dvc.nothing_to_do_100", "In a DVC project: nothing to do, 100 stages", dvc_pipeline.nothing_to_do, 100, 5,
              rounds=10, aims=(("dvc", 1 / 100),)),
    Benchmark("dvc.nothing_to_do_1000", "In a DVC project: nothing to do, 1,000 stages", dvc_pipeline.nothing_to_do, 1000, 5,
              rounds=10, aims=(("dvc", 1 / 100),), budget_s=40),
    Benchmark("dvc.first_10", "In a DVC project: first run, 10 stages", dvc_pipeline.first_run, 10, 3),
    Benchmark("dvc.first_100", "In a DVC project: first run, 100 stages", dvc_pipeline.first_run, 100, 3, budget_s=60),
    Benchmark("dvc.first_1000", "In a DVC project: first run, 1,000 stages", dvc_pipeline.first_run_once, 1000, 3),
    Benchmark("dvc.growth_stages_nothing_to_do", "Growth in a DVC project: nothing to do, 10,000 stages against 1,000",
              dvc_pipeline.growing_stages("run"), 10000, 20, rounds=10, aims=((growth.TENTH, 12),)),
    Benchmark("dvc.growth_stages_status", "Growth in a DVC project: status after an edit, 10,000 stages against 1,000",
              dvc_pipeline.growing_stages("status", changed=True), 10000, 20, aims=((growth.TENTH, 12),)),
    Benchmark("dvc.growth_files_nothing_to_do", "Growth in a DVC project: nothing to do, 10,000 files against 1,000",
              dvc_pipeline.growing_files("run"), 10000, 20, rounds=10, aims=((growth.TENTH, 12),)),
    Benchmark("dvc.growth_files_status", "Growth in a DVC project: status after an edit, 10,000 files against 1,000",
              dvc_pipeline.growing_files("status", changed=True), 10000, 20, aims=((growth.TENTH, 12),)),
    Benchmark("data.add_large", "Add 2 GiB in 8 files", data.add_large, 2048, 4, rounds=3, aims=(("cp", 1.5),), budget_s=60),
    Benchmark("data.add_large_own", "Add 2 GiB in 8 files, to a project of mlp.yaml", data.add_large_own, 2048, 4, rounds=3,
              aims=(("cp", 1.5), ("dvc", 1 / 10)), budget_s=60),
    Benchmark("data.add_small", "Add 20,000 small files", data.add_small, 20000, 20, rounds=3, aims=(("dvc", 1 / 10),), budget_s=60),
    Benchmark("data.one_file", "Add one file of 5 GiB", data.one_file, 5120, 2, rounds=1, memory=True),
    Benchmark("data.status", "Status of 20,000 files, nothing changed", data.status, 20000, 20, rounds=10,
              aims=(("dvc", 1 / 20),)),
    Benchmark("data.checkout", "Check out 20,000 small files", data.checkout, 20000, 20, rounds=3, aims=(("dvc", 1 / 10),),
              budget_s=60),
    Benchmark("data.push_large", "Push 2 GiB in 8 files to S3", data.push_large, 2048, 4, rounds=2, needs="versitygw"),
    Benchmark("data.push_small", "Push 20,000 small files to S3", data.push_small, 20000, 20, rounds=2, needs="versitygw"),
    Benchmark("data.pull_large", "Pull 2 GiB in 8 files from S3", data.pull_large, 2048, 4, rounds=2, needs="versitygw"),
    Benchmark("data.pull_small", "Pull 20,000 small files from S3", data.pull_small, 20000, 20, rounds=2, needs="versitygw"),
    Benchmark("hash.md5", "MD5 of one file of 1 GiB", hashing.md5, 1024, 2, rounds=3, aims=(("openssl dgst", 1.1),)),
    Benchmark("hash.md5_cores", "MD5 of 8 files of 128 MiB, all cores", hashing.md5_cores, 1024, 8, rounds=3,
              aims=(("openssl dgst", 1.1),)),
    Benchmark("hash.sha256", "SHA-256 of one file of 1 GiB", hashing.sha256, 1024, 2, rounds=3, aims=(("openssl dgst", 1.1),)),
    Benchmark("hash.sha256_cores", "SHA-256 of 8 files of 128 MiB, all cores", hashing.sha256_cores, 1024, 8, rounds=3,
              aims=(("openssl dgst", 1.1),)),
    Benchmark("growth.data_add", "Growth: add 20,000 files against 2,000", data.growth(**data.growing_add, tenth=growth.TENTH),
              20000, 20, rounds=3, aims=((growth.TENTH, 12),)),
    Benchmark("growth.data_status", "Growth: status of 20,000 files against 2,000",
              data.growth(**data.growing_status, tenth=growth.TENTH), 20000, 20, rounds=10, aims=((growth.TENTH, 12),)),
    Benchmark("growth.data_checkout", "Growth: check out 20,000 files against 2,000",
              data.growth(**data.growing_checkout, tenth=growth.TENTH), 20000, 20, rounds=3, aims=((growth.TENTH, 12),)),
    Benchmark("log.one_process", "10,000 metric points, one process", tracking.one_process, 10000, 200, rounds=10),
    Benchmark("log.process_each", "200 metric points, one process each", tracking.process_each, 200, 3),
)
