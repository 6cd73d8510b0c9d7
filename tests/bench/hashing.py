"""The rate of hashing: mlp on data whose digests it does not know, beside the tools that do nothing else."""
from __future__ import annotations

import os
from pathlib import Path

import data
from datasets import Dataset
from measure import Contender
from tools import Tools

CORES = str(os.cpu_count() or 1)
FILES = 8


def md5(tools: Tools, mib: int) -> list[Contender]:
    """One file, as DVC names content: one core."""
    return race(tools, Dataset(tools.scratch / "hash-md5").fill_large(1, mib), ["md5sum", "openssl dgst -md5"])


def md5_cores(tools: Tools, mib: int) -> list[Contender]:
    """Several files, all cores."""
    dataset = Dataset(tools.scratch / "hash-md5-cores").fill_large(FILES, max(mib // FILES, 1))
    return race(tools, dataset, ["md5sum", "openssl dgst -md5"])


def sha256(tools: Tools, mib: int) -> list[Contender]:
    return race(tools, of_mlp(tools.scratch / "hash-sha256").fill_large(1, mib), ["sha256sum", "openssl dgst -sha256"])


def sha256_cores(tools: Tools, mib: int) -> list[Contender]:
    dataset = of_mlp(tools.scratch / "hash-sha256-cores").fill_large(FILES, max(mib // FILES, 1))
    return race(tools, dataset, ["sha256sum", "openssl dgst -sha256"])


def of_mlp(folder: Path) -> Dataset:
    """A project that is not of DVC names content by SHA-256."""
    dataset = Dataset(folder)
    (folder / ".dvc" / "config").unlink()
    (folder / ".dvc").rmdir()
    (folder / "mlp.yaml").write_text("version: 1\nproject: bench\n")
    return dataset


def race(tools: Tools, dataset: Dataset, peers: list[str]) -> list[Contender]:
    """Everything lies in the page cache after it was written: what is seen is hashing, not the disk."""
    def forget() -> None:
        dataset.forget_added()
        (dataset.folder / "data.lock").unlink(missing_ok=True)

    words = [tools.mlp, "data", "add", "--no-commit", "data"]
    made = [Contender("mlp", lambda: [words], dataset.folder, "mlp data add --no-commit data", prepare=forget)]
    for peer in peers:
        name, *rest = peer.split()
        line = [data.program("sh"), "-c", f"printf '%s\\n' data/* | xargs -n 1 -P {CORES} {peer}"]
        made.append(Contender(" ".join([name, *rest[:1]]), lambda line=line: [line], dataset.folder,
                              f"xargs -n 1 -P {CORES} {peer}", prepare=forget))
    return made
