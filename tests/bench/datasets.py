"""Projects of DVC with data in them, which mlp and DVC work on in turns, each from the same state."""
from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

from tools import put_aside

CONFIG = """[core]
    no_scm = true
    analytics = false
    check_update = false
    site_cache_dir = {site}
"""
MIB = 1 << 20
MANY = 100


class Dataset:
    """A folder `data` in a project; caches and indexes of both tools lie in the project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.cache = folder / ".dvc" / "cache"
        self.site = folder / ".dvc" / "site"
        self.objects, self.record = self.cache / "files" / "md5", folder / "data.dvc"
        self.data.mkdir(parents=True)
        self.cache.parent.mkdir()
        self.configure()

    def of_mlp(self) -> Dataset:
        """A project that is not of DVC names content by SHA-256."""
        shutil.rmtree(self.cache.parent)
        (self.folder / "mlp.yaml").write_text("version: 1\nproject: bench\n")
        self.cache = self.folder / ".mlp" / "objects"
        self.objects, self.record = self.cache / "sha256", self.folder / "data.lock"
        return self

    def configure(self, more: str = "") -> None:
        (self.folder / ".dvc" / "config").write_text(CONFIG.format(site=self.site) + more)

    def fill_large(self, files: int, mib: int) -> Dataset:
        """Random bytes, no two blocks alike: neither a program nor the disk below can keep any once for two."""
        dice = random.Random(1)
        for number in range(files):
            with (self.data / f"{number}.bin").open("wb") as file:
                for _ in range(mib):
                    file.write(dice.randbytes(MIB))
        return self

    def fill_small(self, files: int) -> Dataset:
        """1 to 8 KiB each, a thousand in each folder below it."""
        dice = random.Random(2)
        for number in range(files):
            above, name = divmod(number, 1000)
            path = self.data / f"{above:03}" / f"{name:03}.bin"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(dice.randbytes(dice.randrange(1024, 8192)))
        return self

    def count(self) -> int:
        return count(self.data)

    def forget_added(self) -> None:
        """As if nothing had been added."""
        self.record.unlink(missing_ok=True)
        self.forget_cache()

    def forget_cache(self) -> None:
        """The cache and what both tools remember of files."""
        for place in (self.cache, self.site, self.folder / ".dvc" / "tmp", self.folder / ".mlp", self.folder / "copy"):
            discard(place)
        os.sync()

    def forget_data(self) -> None:
        discard(self.data)
        discard(self.folder / "copy")
        os.sync()

    def check_added(self, files: int) -> None:
        """Every file is in the cache, and one listing more."""
        found = count(self.objects)
        if found != files + 1 or not self.record.exists():
            raise RuntimeError(f"{self.cache} holds {found} objects instead of {files + 1}")

    def check_there(self, files: int) -> None:
        if self.count() != files:
            raise RuntimeError(f"{self.data} holds {self.count()} files instead of {files}")


def count(folder: Path) -> int:
    return sum(len(files) for _, _, files in os.walk(folder))


def discard(folder: Path) -> None:
    """Many files are put aside until the end, few large ones deleted at once: the disk has no room for all samples."""
    if count(folder) > MANY:
        put_aside(folder)
    else:
        shutil.rmtree(folder, ignore_errors=True)
