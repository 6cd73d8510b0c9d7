"""Data side by side with DVC and with a plain copy: add, status, checkout, push and pull. What does not sync by itself
is followed by a sync inside the clock: all leave the same on the disk."""
from __future__ import annotations

import shutil
from typing import Callable

import bucket
from datasets import Dataset
from measure import Contender
from tools import Tools, call

FILE_MIB = 256


def program(name: str) -> str:
    return shutil.which(name) or f"/bin/{name}"


def large(tools: Tools, mib: int, name: str, of_mlp: bool = False) -> tuple[Dataset, int]:
    size = min(FILE_MIB, mib)
    files = max(mib // size, 1)
    dataset = Dataset(tools.scratch / f"data-{name}")
    return (dataset.of_mlp() if of_mlp else dataset).fill_large(files, size), files


def small(tools: Tools, files: int, name: str) -> Dataset:
    return Dataset(tools.scratch / f"data-{name}").fill_small(files)


def contenders(tools: Tools, dataset: Dataset, mine: list[str], theirs: list[str], prepare: Callable[[], None],
               check: Callable[[], None], sync: bool = True, env: dict[str, str] | None = None) -> list[Contender]:
    """mlp and DVC in one project, one after the other."""
    common = {"folder": dataset.folder, "prepare": prepare, "check": check, "env": env or {}}
    made = [Contender("mlp", lambda: [[tools.mlp, *mine]], shown=f"mlp {' '.join(mine)}", **common)]
    if tools.has("dvc"):
        after = [[program("sync"), "-f", "."]] if sync else []
        made.append(Contender("dvc", lambda: [[tools.peers["dvc"], *theirs], *after], rounds=3,
                              shown=f"dvc {' '.join(theirs)}" + ("; sync" if sync else ""), **common))
    return made


def copy_of(dataset: Dataset, source: str, to: str, prepare: Callable[[], None]) -> Contender:
    return Contender("cp", lambda: [[program("cp"), "-r", source, to], [program("sync"), "-f", "."]], dataset.folder,
                     f"cp -r {source} {to}; sync", prepare=prepare)


def add(tools: Tools, dataset: Dataset, files: int) -> list[Contender]:
    made = contenders(tools, dataset, ["data", "add", "data"], ["add", "-q", "data"], dataset.forget_added,
                      lambda: dataset.check_added(files))
    return [*made, copy_of(dataset, "data", "copy", dataset.forget_added)]


def add_large(tools: Tools, mib: int) -> list[Contender]:
    return add(tools, *large(tools, mib, "add-large"))


def add_large_own(tools: Tools, mib: int) -> list[Contender]:
    """As projects of mlp.yaml keep content, by SHA-256; DVC adds the same bytes to a project of its own."""
    own = add(tools, *large(tools, mib, "add-own", of_mlp=True))
    theirs = add(tools, *large(tools, mib, "add-theirs"))
    return [*(one for one in own if one.name != "dvc"), *(one for one in theirs if one.name == "dvc")]


def add_small(tools: Tools, files: int) -> list[Contender]:
    return add(tools, small(tools, files, "add-small"), files)


def one_file(tools: Tools, mib: int) -> list[Contender]:
    """One file, to see what memory it takes."""
    return add(tools, Dataset(tools.scratch / "data-one").fill_large(1, mib), 1)


def added(tools: Tools, files: int, name: str) -> Dataset:
    dataset = small(tools, files, name)
    call(tools.mlp, "data", "add", "data", folder=dataset.folder)
    return dataset


def status(tools: Tools, files: int) -> list[Contender]:
    dataset = added(tools, files, "status")
    for _ in range(2):
        call(tools.mlp, "data", "status", folder=dataset.folder)
        if tools.has("dvc"):
            call(tools.peers["dvc"], "status", "-q", folder=dataset.folder)
    return contenders(tools, dataset, ["data", "status", "--exit-code"], ["status", "-q"], lambda: None, lambda: None, sync=False)


def checkout(tools: Tools, files: int) -> list[Contender]:
    dataset = added(tools, files, "checkout")
    made = contenders(tools, dataset, ["data", "checkout"], ["checkout", "-q"], dataset.forget_data,
                      lambda: dataset.check_there(files))
    return [*made, copy_of(dataset, ".dvc/cache", "copy", dataset.forget_data)]


def shared(tools: Tools, dataset: Dataset, name: str) -> bucket.Bucket:
    there = bucket.Bucket(tools, name)
    dataset.configure(f"    remote = store\n['remote \"store\"']\n    url = s3://bucket/data\n    endpointurl = {there.endpoint}\n")
    return there


def push(tools: Tools, dataset: Dataset, files: int, name: str) -> list[Contender]:
    call(tools.mlp, "data", "add", "data", folder=dataset.folder)
    there = shared(tools, dataset, name)

    def prepare() -> None:
        there.clear()
        shutil.rmtree(dataset.site, ignore_errors=True)  # DVC remembers there what the bucket holds

    def check() -> None:
        if there.count() != files + 1:
            raise RuntimeError(f"the bucket holds {there.count()} objects instead of {files + 1}")

    return contenders(tools, dataset, ["data", "push"], ["push", "-q"], prepare, check, env=bucket.KEYS)


def pull(tools: Tools, dataset: Dataset, files: int, name: str) -> list[Contender]:
    call(tools.mlp, "data", "add", "data", folder=dataset.folder)
    shared(tools, dataset, name)
    call(tools.mlp, "data", "push", folder=dataset.folder, env=bucket.KEYS)

    def prepare() -> None:
        dataset.forget_data()
        dataset.forget_cache()

    return contenders(tools, dataset, ["data", "pull"], ["pull", "-q"], prepare, lambda: dataset.check_there(files),
                      env=bucket.KEYS)


def push_large(tools: Tools, mib: int) -> list[Contender]:
    return push(tools, *large(tools, mib, "push-large"), "push-large")


def push_small(tools: Tools, files: int) -> list[Contender]:
    return push(tools, small(tools, files, "push-small"), files, "push-small")


def pull_large(tools: Tools, mib: int) -> list[Contender]:
    return pull(tools, *large(tools, mib, "pull-large"), "pull-large")


def pull_small(tools: Tools, files: int) -> list[Contender]:
    return pull(tools, small(tools, files, "pull-small"), files, "pull-small")


def growth(mine: list[str], make: Callable[[Tools, int, str], Dataset], prepare: Callable[[Dataset], None],
           tenth: str) -> Callable[[Tools, int], list[Contender]]:
    """`mlp WORDS` on a folder of `size` files, and of a tenth of them."""
    def compare(tools: Tools, size: int) -> list[Contender]:
        made = []
        for contender, files in (("mlp", size), (tenth, max(size // 10, 1))):
            dataset = make(tools, files, f"growth-{mine[1]}-{files}")
            call(tools.mlp, "data", "status", folder=dataset.folder)
            made.append(Contender(contender, lambda: [[tools.mlp, *mine]], dataset.folder, f"mlp {' '.join(mine)}, {files:,}",
                                  prepare=lambda dataset=dataset: prepare(dataset)))
        return made
    return compare


growing_add = {"mine": ["data", "add", "data"], "make": small, "prepare": Dataset.forget_added}
growing_status = {"mine": ["data", "status"], "make": added, "prepare": lambda dataset: None}
growing_checkout = {"mine": ["data", "checkout"], "make": added, "prepare": Dataset.forget_data}
