"""What a benchmark runs: the binary under test, the peers that are there, and how to call them outside the clock."""
from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import subprocess
import uuid
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# Peers with an environment of their own, which tests/bench/peers makes.
VIRTUAL = ("dvc", "mlflow", "cookiecutter", "copier")

# A clean surrounding for everybody: no settings of the user, no pager, no phoning home, no update checks.
PINNED = {
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "GIT_CONFIG_NOSYSTEM": "1",
    "DVC_NO_ANALYTICS": "1",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "1",
}


@dataclasses.dataclass
class Tools:
    mlp: str
    scratch: Path  # on the disk
    memory: Path | None  # in memory
    peers: dict[str, str] = dataclasses.field(default_factory=dict)  # name → executable
    absent: dict[str, str] = dataclasses.field(default_factory=dict)  # name → why it is not measured
    versions: dict[str, str] = dataclasses.field(default_factory=dict)
    at_end: contextlib.ExitStack = dataclasses.field(default_factory=contextlib.ExitStack)  # stops servers

    def has(self, *names: str) -> bool:
        return all(name in self.peers for name in names)


def put_aside(place: Path) -> None:
    """Moved aside, not deleted: for some seconds after a deletion ext4 looks past all inodes it freed whenever a file is
    made, and a sample would pay for the clean-up after the one before."""
    if place.exists():
        place.rename(place.with_name(f"{place.name}.used-{uuid.uuid4().hex}"))


def call(*command: str | Path, folder: Path, env: dict[str, str] | None = None) -> str:
    """Runs a command outside the clock and returns what it printed; raises with its errors when it fails."""
    done = subprocess.run([str(word) for word in command], cwd=folder, env={**os.environ, **(env or {})},
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"exit {done.returncode}: {' '.join(map(str, command))}\n{done.stdout[-500:]}{done.stderr[-2000:]}")
    return done.stdout


def first_line(*command: str) -> str:
    return call(*command, folder=Path("/")).splitlines()[0].strip()


def s3_server() -> str | None:
    """Where tests/support/peers.sh says that it lies."""
    lines = f'. "{ROOT}/tests/support/peers.sh"; echo "$MLP_TEST_VERSITYGW"'
    return call("/bin/bash", "-c", lines, folder=ROOT).strip() or None


def find_peers(scratch: Path) -> tuple[dict[str, str], dict[str, str]]:
    peers, absent = {}, {}
    for name in ("git", "ninja", "sqlite3", "cp"):
        path = shutil.which(name)
        if path:
            peers[name] = path
        else:
            absent[name] = f"no {name} on PATH"
    home = Path(call(HERE / "peers", "--where", folder=HERE).strip())
    for name in VIRTUAL:
        there = home / name
        if (there / "version").exists():
            peers[name] = str(there / "bin" / name)
        else:
            absent[name] = f"not installed; tests/bench/peers {name} makes it"
    server = s3_server()
    if server:
        peers["versitygw"] = server
    else:
        absent["versitygw"] = "not installed; scripts/fetch-peers makes it"
    compiler = shutil.which("c++")
    if compiler:
        program = scratch / "raw_sqlite"
        try:
            call(compiler, "-O2", "-std=c++17", "-o", program, HERE / "raw_sqlite.cpp", "-lsqlite3", folder=HERE)
            peers["raw_sqlite"] = str(program)
        except RuntimeError as error:
            absent["raw_sqlite"] = f"does not compile: {error}"
    else:
        absent["raw_sqlite"] = "no C++ compiler"
    return peers, absent


def versions_of(tools: Tools) -> dict[str, str]:
    versions = {"mlp": first_line(tools.mlp, "--version")}
    for name, flag in (("git", "--version"), ("ninja", "--version"), ("sqlite3", "--version")):
        if tools.has(name):
            versions[name] = " ".join(first_line(tools.peers[name], flag).split()[:3 if name == "git" else 1])
    for name in VIRTUAL:
        if tools.has(name):
            versions[name] = (Path(tools.peers[name]).parent.parent / "version").read_text().strip()
    return versions
