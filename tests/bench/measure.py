"""Samples: one process, or a series of them, timed from the outside; contenders take turns so that load hits all alike."""
from __future__ import annotations

import dataclasses
import os
import statistics
import time
from pathlib import Path
from typing import Callable


@dataclasses.dataclass
class Contender:
    """One way to do the job that a benchmark measures."""

    name: str
    calls: Callable[[], list[list[str]]]  # the commands of one sample, made before the clock starts
    folder: Path
    shown: str  # the command as the table shows it
    env: dict[str, str] = dataclasses.field(default_factory=dict)
    stdin: Path | None = None
    prepare: Callable[[], None] = lambda: None  # before each sample, not timed
    check: Callable[[], None] = lambda: None  # after each sample, not timed: raises when the work was not done
    rounds: int | None = None  # fewer than the benchmark's
    own_clock: bool = False  # the program prints the milliseconds it measured itself, as its last line


@dataclasses.dataclass
class Sample:
    wall_ms: float
    cpu_ms: float  # user and system time of the processes and of the children they waited for
    peak_mib: float = 0  # the most memory that one of the processes held


class Failed(Exception):
    """A measured command did not do its work: its time means nothing."""


def run_once(contender: Contender, scratch: Path) -> Sample:
    """One sample. The commands run one after the other; only their own time is counted."""
    calls = contender.calls()
    printed = scratch / "printed"
    errors = scratch / "errors"
    env = {**os.environ, **contender.env}
    os.chdir(contender.folder)
    wall = cpu = peak = 0.0
    for call in calls:
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, str(contender.stdin or "/dev/null"), os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(printed), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
            (os.POSIX_SPAWN_OPEN, 2, str(errors), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
        ]
        began = time.perf_counter()
        # posix_spawn, not subprocess: the driver's own cost is about as large as the start of a small program.
        pid = os.posix_spawn(call[0], call, env, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
        wall += time.perf_counter() - began
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss / 1024)
        code = os.waitstatus_to_exitcode(status)
        if code != 0:
            raise Failed(f"{contender.name}: exit {code}: {' '.join(call)}\n{errors.read_text(errors='replace')[-2000:]}")
    if contender.own_clock:
        return Sample(float(printed.read_text().split()[-1]), cpu * 1000, peak)
    return Sample(wall * 1000, cpu * 1000, peak)


def take_turns(contenders: list[Contender], rounds: int, budget_s: float, scratch: Path) -> dict[str, list[Sample]]:
    """A B C A B C …: each contender once a round, until its rounds or its share of time are used up; at least once."""
    samples: dict[str, list[Sample]] = {contender.name: [] for contender in contenders}
    spent = dict.fromkeys(samples, 0.0)
    for turn in range(rounds):
        # Every other round backwards, so that none is always the one behind a particular other.
        for contender in contenders if turn % 2 == 0 else reversed(contenders):
            enough = turn >= (contender.rounds or rounds) or spent[contender.name] > budget_s
            if samples[contender.name] and enough:
                continue
            began = time.monotonic()
            contender.prepare()
            samples[contender.name].append(run_once(contender, scratch))
            contender.check()
            spent[contender.name] += time.monotonic() - began
    return samples


def summary(samples: list[dict[str, float]], clock: str = "wall_ms") -> tuple[float, float]:
    """(median, minimum)"""
    values = [sample[clock] for sample in samples]
    return statistics.median(values), min(values)
