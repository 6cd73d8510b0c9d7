"""How long it takes to find what is wrong with a project, and with files that are meant to hurt."""
from __future__ import annotations

from typing import Callable

import projects
from measure import Contender
from tools import Tools


def stages(tools: Tools, size: int) -> list[Contender]:
    folder = tools.scratch / f"validate-{size}"
    projects.write_mlp(folder, size)
    return [Contender("mlp", lambda: [["/bin/sh", "-c", f"{tools.mlp} validate >/dev/null || test $? = 3"]], folder, "mlp validate")]


def one_line(bytes_: int) -> str:
    return "owner: " + "a b " * (bytes_ // 4)


def unknown_keys(bytes_: int) -> str:
    return "".join(f"key{number}: 1\n" for number in range(bytes_ // 14))


def anchors(bytes_: int) -> str:
    return "x:\n" + "".join(f"  a{number}: &a{number} 1\n" for number in range(bytes_ // 20))


def hostile(text: Callable[[int], str]) -> Callable[[Tools, int], list[Contender]]:
    def make(tools: Tools, size: int) -> list[Contender]:
        folder = tools.scratch / f"hostile-{text.__name__}"
        projects.fresh(folder)
        (folder / "mlp.yaml").write_text("version: 1\nproject: p\n" + text(size * 1_000_000) + "\n")
        return [Contender("mlp", lambda: [["/bin/sh", "-c", f"{tools.mlp} validate >/dev/null || test $? = 3"]], folder,
                          "mlp validate")]

    return make
