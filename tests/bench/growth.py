"""What ten times as much costs: mlp against itself, on a project a tenth as large. Ten is linear."""
from __future__ import annotations

from pathlib import Path
from typing import Callable

import pipeline
import projects
from measure import Contender
from tools import Tools, call

TENTH = "a tenth"


def stages(*words: str, changed: bool = False) -> Callable[[Tools, int], list[Contender]]:
    """`mlp WORDS` in a finished project of `size` stages, and of a tenth of them; `changed`: one input was edited."""
    return lambda tools, size: compare(tools, f"stages-{'-'.join(words)}-{changed}", size, words, projects.write_mlp,
                                       "seed.txt" if changed else None)


def files(*words: str, changed: bool = False) -> Callable[[Tools, int], list[Contender]]:
    """The same for one stage that reads a folder of `size` files."""
    return lambda tools, size: compare(tools, f"files-{'-'.join(words)}-{changed}", size, words, projects.write_files,
                                       projects.one_file if changed else None)


def compare(tools: Tools, name: str, size: int, words: tuple[str, ...], write: Callable[[Path, int], None],
            edited: str | None) -> list[Contender]:
    made = []
    for contender, count in (("mlp", size), (TENTH, max(size // 10, 1))):
        folder = tools.scratch / f"growth-{name}-{count}"
        write(folder, count)
        call(tools.mlp, "run", "-j", pipeline.JOBS, folder=folder)
        pipeline.warm(tools.mlp, "run", folder=folder)
        if edited is not None:
            (folder / edited).write_text("edited\n")
        made.append(Contender(contender, lambda: [[tools.mlp, *words]], folder, f"mlp {' '.join(words)}, {count:,}"))
    return made
