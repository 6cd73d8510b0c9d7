"""The rate of hashing: mlp on data whose digests it does not know, beside the tools that do nothing else."""
from __future__ import annotations

import os

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
    return race(tools, Dataset(tools.scratch / "hash-sha256").of_mlp().fill_large(1, mib), ["sha256sum", "openssl dgst -sha256"])


def sha256_cores(tools: Tools, mib: int) -> list[Contender]:
    dataset = Dataset(tools.scratch / "hash-sha256-cores").of_mlp().fill_large(FILES, max(mib // FILES, 1))
    return race(tools, dataset, ["sha256sum", "openssl dgst -sha256"])


def race(tools: Tools, dataset: Dataset, peers: list[str]) -> list[Contender]:
    """Everything lies in the page cache after it was written: what is seen is hashing, not the disk."""
    words = [tools.mlp, "data", "add", "--no-commit", "data"]
    made = [Contender("mlp", lambda: [words], dataset.folder, "mlp data add --no-commit data", prepare=dataset.forget_added)]
    for peer in peers:
        name, *rest = peer.split()
        line = [data.program("sh"), "-c", f"printf '%s\\n' data/* | xargs -n 1 -P {CORES} {peer}"]
        made.append(Contender(" ".join([name, *rest[:1]]), lambda line=line: [line], dataset.folder,
                              f"xargs -n 1 -P {CORES} {peer}", prepare=dataset.forget_added))
    return made
