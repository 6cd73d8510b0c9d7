"""Files that DVC wrote against what mlp writes in their place."""
import os
import sys

from dvc.utils.serialize import dumps_yaml, parse_yaml

from mlp_formats import Comparison, Mlp

driver, what, *arguments = sys.argv[1:]
mlp, comparison = Mlp(driver), Comparison()


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def lock(path, cache):
    text = read(path)
    comparison.check("the lock from nothing", text, mlp.ask("lock", text="", changed=text))
    comparison.check("the lock again", text, mlp.ask("lock", text=text, changed=text))
    wanted = sorted((key, value) for _, key, value in results(cache))
    found = mlp.ask("run_cache", text=text)
    made = sorted((entry["key"], entry["value"]) for entry in found["answer"])
    # The lock and the run cache know the same stages, but for those that the cache does not take.
    comparison.check("results", wanted, {"answer": [pair for pair in made if pair in wanted]})
    for entry in found["answer"]:
        if (entry["key"], entry["value"]) in wanted:
            comparison.check("a result", read(f"{cache}/runs/{entry['key'][:2]}/{entry['key']}/{entry['value']}"), {"answer": entry["text"]})


def results(cache):
    for folder, _, files in os.walk(f"{cache}/runs"):
        for value in files:
            yield folder, os.path.basename(folder), value


def changed(before, after, stage):
    stages = parse_yaml(read(after), after)["stages"]
    only = dumps_yaml({"schema": "2.0", "stages": {name: entry for name, entry in stages.items() if name in (stage, "two")}})
    comparison.check("the changed lock", read(after), mlp.ask("lock", text=read(before), changed=only))


def new(path):
    comparison.check(path, read(path), mlp.ask("new", text=read(path)))
    comparison.check(f"{path} again", read(path), mlp.ask("file", text=read(path), changed=read(path)))


def file(before, after):
    # The new contents under the paths as the old file has them.
    contents = parse_yaml(read(after), after)
    for out, old in zip(contents["outs"], parse_yaml(read(before), before)["outs"]):
        out["path"] = old["path"]
    comparison.check(after, read(after), mlp.ask("file", text=read(before), changed=dumps_yaml(contents)))


def md5(path):
    comparison.check(path, parse_yaml(read(path), path)["md5"], mlp.ask("file_md5", text=read(path)))


{"lock": lock, "changed": changed, "new": new, "file": file, "md5": md5}[what](*arguments)
comparison.end()
