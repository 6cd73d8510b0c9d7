"""Projects as DVC resolves them against `mlp graph --json`: stages, commands, paths, parameters, edges, and refusals.

usage: dvc_resolve.py MLP CASES...     each file of cases holds projects (see read_cases); a folder is a project itself
"""
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile

from dvc.dependency.dataset import DatasetDependency
from dvc.dependency.db import DbDependency
from dvc.dependency.param import ParamsDependency
from dvc.dependency.repo import RepoDependency
from dvc.repo import Repo

logging.getLogger("dvc").setLevel(logging.CRITICAL)


def place(root, item):
    """Where a dependency or output lies, as mlp says it: relative to the root, absolute outside of it, or a URL."""
    if isinstance(item, (DatasetDependency, RepoDependency, DbDependency)) or "://" in item.def_path:
        return item.def_path
    inside = os.path.relpath(item.fs_path, root)
    return item.fs_path if inside.startswith("..") else inside


def commands(cmd):
    if cmd is None:
        return []
    if isinstance(cmd, str):
        return [line for line in cmd.splitlines() if line.strip(" \t")]
    return cmd


def stage_of_dvc(root, stage):
    wdir = os.path.relpath(stage.wdir, root)
    params = {}
    for dep in stage.deps:
        if isinstance(dep, ParamsDependency):
            keys = params.setdefault(place(root, dep), [])
            keys += dict.fromkeys(dep.params)
    return {
        "address": stage.addressing,
        "cmd": commands(stage.cmd),
        "wdir": stage.wdir if wdir.startswith("..") else wdir,
        "frozen": stage.frozen,
        "always_changed": stage.always_changed,
        "deps": [place(root, dep) for dep in stage.deps if not isinstance(dep, ParamsDependency)],
        "params": params,
        "outs": sorted([place(root, out), out.use_cache, out.persist, bool(out.metric), bool(out.plot), out.can_push,
                        out.remote or ""] for out in stage.outs),
    }


def read_with_dvc(root):
    """Stages and edges, or why DVC refuses the project."""
    try:
        repo = Repo(root)
        stages = [stage_of_dvc(root, stage) for stage in repo.index.stages]
        graph = repo.index.graph
        return stages, sorted({(up.addressing, down.addressing) for down, up in graph.edges})
    except Exception as error:  # DVC stops with whatever its parts raise
        return f"{type(error).__name__}: {error}".splitlines()[0]


def stage_of_mlp(stage):
    wanted = {key: stage[key] for key in ("address", "cmd", "wdir", "frozen", "always_changed", "deps", "params")}
    # What an import comes from lies in another repository; DVC shows its path alone.
    wanted["deps"] = [dep.rsplit(":", 1)[1] if dep.startswith("repo://") else dep for dep in wanted["deps"]]
    # What comes of a database has no path at all.
    wanted["deps"] = [None if dep.startswith("db://") else dep for dep in wanted["deps"]]
    flags = ("path", "cache", "persist", "metric", "plot", "push")
    wanted["outs"] = sorted([out[flag] for flag in flags] + [out.get("remote", "")] for out in stage["outs"])
    return wanted


def read_with_mlp(mlp, root):
    done = subprocess.run([mlp, "graph", "--json"], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        if not done.stderr.startswith("{"):
            return [], [(f"mlp ended with {done.returncode}", done.stderr[:200])]
        problem = json.loads(done.stderr)["error"]
        if problem["kind"] != "invalid":
            raise SystemExit(f"mlp failed in {root}: {problem}")
        return f"{problem.get('place')}: {problem['message']}"
    found = json.loads(done.stdout)
    edges = {(edge["from"], edge["to"]) for edge in found["edges"]}
    return [stage_of_mlp(stage) for stage in found["stages"]], sorted(edges)


def differences(ours, theirs):
    if isinstance(ours, str) or isinstance(theirs, str):
        if isinstance(ours, str) and isinstance(theirs, str):
            return []
        return [f"mlp refuses: {ours}" if isinstance(ours, str) else f"DVC refuses: {theirs}"]
    found = []
    by_address = [{stage["address"]: stage for stage in side[0]} for side in (ours, theirs)]
    for address in sorted(set(by_address[0]) | set(by_address[1])):
        mine, dvc = by_address[0].get(address), by_address[1].get(address)
        if mine is None or dvc is None:
            found.append(f"{address}: only in {'DVC' if mine is None else 'mlp'}")
            continue
        found += [f"{address}: {key}: mlp {mine[key]!r}, DVC {dvc[key]!r}" for key in mine if mine[key] != dvc[key]]
    for edge in sorted(set(ours[1]) ^ set(theirs[1])):
        if edge[0] != edge[1]:
            found.append(f"edge {edge}: only in {'mlp' if edge in ours[1] else 'DVC'}")
    return found


def read_cases(path):
    """Projects of a file: `=== name` begins one (`=== name (stricter)`: only mlp refuses it), `--- file` a file of it."""
    cases, files, text = [], None, None
    with open(path, encoding="utf-8", newline="") as source:
        for line in source.read().split("\n"):
            if line.startswith("=== "):
                files, text = {}, None
                cases.append((line[4:], files))
            elif line.startswith("--- "):
                files[line[4:]] = text = []
            elif text is not None:
                text.append(line)
    return [(name, {file: "\n".join(lines) for file, lines in files.items()}) for name, files in cases]


def run_case(mlp, name, files):
    with tempfile.TemporaryDirectory() as folder:
        root = os.path.join(os.path.realpath(folder), "project")
        os.makedirs(os.path.join(root, ".dvc"))
        for file, text in files.items():
            path = os.path.join(root, file)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as out:
                out.write(text)
        if not os.path.exists(os.path.join(root, ".git")):
            with open(os.path.join(root, ".dvc/config"), "a", encoding="utf-8") as config:
                config.write("\n[core]\n    no_scm = true\n")
        os.chdir(root)
        found = differences(read_with_mlp(mlp, root), read_with_dvc(root))
        os.chdir("/")
        if name.endswith("(stricter)"):
            return [] if found and found[0].startswith("mlp refuses") else ["expected to be refused by mlp alone", *found]
        return found


def main():
    mlp, failed, count = os.path.abspath(sys.argv[1]), 0, 0
    for argument in map(os.path.abspath, sys.argv[2:]):
        if os.path.isdir(argument):
            os.chdir(argument)
            results = [(argument, differences(read_with_mlp(mlp, argument), read_with_dvc(argument)))]
        else:
            results = [(name, run_case(mlp, name, files)) for name, files in read_cases(argument)]
        for name, found in results:
            count += 1
            failed += bool(found)
            for line in found[:20]:
                print(f"{name}: {line}")
    print(f"{count} projects, {failed} differ")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
