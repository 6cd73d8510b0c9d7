#!/usr/bin/env python3
"""Measures mlp beside its peers and writes the raw samples.

    tests/bench/peers                       once: DVC, MLflow, cookiecutter, copier
    tests/bench/run.py                      everything, with build/release/mlp
    tests/bench/run.py --only run.          benchmarks whose name begins so (repeatable)
    tests/bench/run.py --publish            and keep the samples and the table of docs/benchmarks.md; with --only
                                            those alone, the others stay as an earlier run measured them
    tests/bench/run.py --smoke              smallest sizes: does everything still run?
    tests/bench/run.py --check              is the table the one of the kept samples?
"""
from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import report
from benchmarks import ALL, Benchmark
from measure import Failed, take_turns
from tools import PINNED, ROOT, Tools, find_peers, versions_of

PUBLISHED = ROOT / "tests" / "bench" / "results" / "published.json"
PAGE = ROOT / "docs" / "benchmarks.md"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mlp", type=Path, default=ROOT / "build" / "release" / "mlp", help="binary under test")
    parser.add_argument("--only", action="append", default=[], metavar="PREFIX", help="benchmarks whose name begins so")
    parser.add_argument("--rounds", type=int, help="instead of each benchmark's own")
    parser.add_argument("--scratch", type=Path, help="folder on the disk to measure on (default: the temporary folder)")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench.json", help="raw samples")
    parser.add_argument("--publish", action="store_true", help="keep the samples and write docs/benchmarks.md")
    parser.add_argument("--note", default="", help="what a reader of the table must know about this run")
    parser.add_argument("--smoke", action="store_true", help="smallest sizes, one round, no figures")
    parser.add_argument("--check", action="store_true", help="only compare docs/benchmarks.md with the kept samples")
    return parser.parse_args()


def measure(benchmark: Benchmark, tools: Tools, rounds: int | None, smoke: bool) -> dict:
    contenders = benchmark.make(tools, benchmark.smoke_size if smoke else benchmark.size)
    turns = 1 if smoke else rounds or benchmark.rounds
    samples = take_turns(contenders, turns, benchmark.budget_s, tools.scratch)
    wanted = {peer for peer, _ in benchmark.aims}
    return {
        "name": benchmark.name,
        "title": benchmark.title,
        "aims": dict(benchmark.aims),
        "memory": benchmark.memory,
        "contenders": {one.name: {"command": one.shown, "own_clock": one.own_clock,
                                  "samples": [{key: round(value, 3) for key, value in dataclasses.asdict(sample).items()}
                                              for sample in samples[one.name]]} for one in contenders},
        "absent": {name: why for name, why in tools.absent.items() if name in wanted},
    }


def git(*words: str) -> str:
    return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True).stdout.strip()


def commit_of(binary: Path) -> str:
    """The last commit when the binary was linked, not the one that the tree has moved on to since."""
    commit = git("rev-list", "-1", "--abbrev-commit", f"--before=@{int(binary.stat().st_mtime)}", "HEAD") or "unknown"
    changed = git("status", "--porcelain", "--untracked-files=no", "--", "core", "cli", "cmake", "CMakeLists.txt")
    return commit + (" with uncommitted changes" if changed else "")


def about(tools: Tools, load_before: float, note: str) -> dict:
    cpu = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), platform.machine())
    file_system = subprocess.run(["stat", "-f", "-c", "%T", str(tools.scratch)], capture_output=True, text=True).stdout.strip()
    return {
        "command": shlex.join(["tests/bench/run.py", *sys.argv[1:]]),
        "build": build_type(Path(tools.mlp)),
        "commit": commit_of(Path(tools.mlp)),
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "cpu": cpu,
        "cpus": os.cpu_count(),
        "kernel": platform.release(),
        "file_system": file_system,
        "load_before": round(load_before, 1),
        "load_after": round(os.getloadavg()[0], 1),
        "versions": tools.versions,
        "note": note,
    }


def build_type(binary: Path) -> str:
    """As the build folder that the binary stands in says."""
    cache = binary.parent / "CMakeCache.txt"
    found = re.search(r"^CMAKE_BUILD_TYPE:\w+=(\w+)", cache.read_text(), re.M) if cache.exists() else None
    return found.group(1) if found else "unknown"


def in_memory(where: Path) -> Path | None:
    if not os.access(where, os.W_OK):
        return None
    return Path(tempfile.mkdtemp(prefix="mlp-bench.", dir=where))


def bench(ask: argparse.Namespace, tools: Tools) -> int:
    load_before = os.getloadavg()[0]
    results, failures = [], []
    for benchmark in ALL:
        if ask.only and not any(benchmark.name.startswith(prefix) for prefix in ask.only):
            continue
        if benchmark.needs == "memory" and tools.memory is None:
            print(f"SKIPPED {benchmark.name}: no folder in memory", file=sys.stderr)
            continue
        if benchmark.needs in tools.absent:
            print(f"SKIPPED {benchmark.name}: {benchmark.needs}: {tools.absent[benchmark.needs]}", file=sys.stderr)
            continue
        print(f"{time.strftime('%H:%M:%S')} {benchmark.name} (load {os.getloadavg()[0]:.1f})", file=sys.stderr, flush=True)
        try:
            results.append(measure(benchmark, tools, ask.rounds, ask.smoke))
        except (Failed, RuntimeError, OSError) as error:
            failures.append(benchmark.name)
            print(f"FAILED {benchmark.name}: {error}", file=sys.stderr)
    if not results and not failures:
        print(f"run.py: no benchmark begins with {' or '.join(ask.only)}; there are: "
              + ", ".join(one.name for one in ALL), file=sys.stderr)
        return 2
    document = {"about": about(tools, load_before, ask.note), "results": results}
    save(ask.out, document)
    if not ask.smoke:
        print(report.origin(document), report.table(document), sep="\n")
    if failures:
        print(f"run.py: {len(failures)} of {len(failures) + len(results)} failed: {', '.join(failures)}", file=sys.stderr)
        return 1
    if ask.publish:
        earlier = json.loads(PUBLISHED.read_text()) if ask.only and PUBLISHED.exists() else []
        published = report.joined(earlier, document)
        save(PUBLISHED, published)
        report.write(PAGE, published)
    return 0


def save(path: Path, document: dict | list[dict]) -> None:
    """Readable, with one line a sample."""
    text = json.dumps(document, indent=1, ensure_ascii=False)
    text = re.sub(r'{\s*("wall_ms": [^,]*),\s*("cpu_ms": [^,\s]*)(?:(,)\s*("peak_mib": [^\s]*))?\s*}',
                  lambda found: "{" + ", ".join(part for part in found.group(1, 2, 4) if part) + "}", text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n")


def main() -> int:
    ask = arguments()
    if ask.check:
        if report.stale(PAGE, json.loads(PUBLISHED.read_text())):
            print(f"{PAGE}: the table is not that of {PUBLISHED}; run tests/bench/run.py --publish", file=sys.stderr)
            return 1
        return 0
    ask.mlp, ask.out = ask.mlp.resolve(), ask.out.resolve()
    if not os.access(ask.mlp, os.X_OK):
        print(f"run.py: no binary {ask.mlp}; cmake --preset release && cmake --build --preset release, or --mlp FILE", file=sys.stderr)
        return 2
    if ask.publish and ask.smoke:
        print("run.py: --publish does not go with --smoke, which measures nothing", file=sys.stderr)
        return 2
    scratch = Path(tempfile.mkdtemp(prefix="mlp-bench.", dir=ask.scratch))
    memory = in_memory(Path("/dev/shm"))
    tools = Tools(str(ask.mlp), scratch, memory)
    try:
        tools.peers, tools.absent = find_peers(scratch)
        surrounding(scratch)
        for name, why in tools.absent.items():
            print(f"SKIPPED peer {name}: {why}", file=sys.stderr)
        tools.versions = versions_of(tools)
        return bench(ask, tools)
    finally:
        tools.at_end.close()
        os.chdir(ROOT)
        for folder in filter(None, (scratch, memory)):
            subprocess.run(["chmod", "-R", "u+w", str(folder)], check=False)
            shutil.rmtree(folder, ignore_errors=True)


def surrounding(scratch: Path) -> None:
    """A home of its own for what contenders keep there, and none of the caller's settings for any of them."""
    for name in list(os.environ):
        if name.startswith(("MLP_", "MLFLOW_", "DVC_", "GIT_", "XDG_")):
            del os.environ[name]
    home = scratch / "home"
    home.mkdir()
    os.environ.update(PINNED, HOME=str(home))


if __name__ == "__main__":
    sys.exit(main())
