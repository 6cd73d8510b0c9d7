"""dvc.lock after changes of stages: what DVC's code makes of the file against update_dvc_lock, on random locks."""
import random
import sys

from dvc.utils.serialize import dumps_yaml, parse_yaml_for_update

from mlp_formats import Comparison, Mlp

driver, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rng = random.Random(seed)
NAMES = ["prep", "train", "train@0.1", "eval-x_2", "12", "1e5", "true", "größe", "a" * 90, "m@a-b", "null"]
PATHS = ["data/raw.csv", "./a", "../b", "s3://bucket/key", "/abs/x", "dir with blank/f", "ä/ö", "-x", "x: y", "123", "p/" * 50 + "f"]
WORDS = ["python", "train.py", "--lr", "0.1", "it's", "'a b'", '"x: y"', "|", ">", "out.txt", "# no", "ü", "&&", "w" * 60, "\\", "\n", "x:"]


def command():
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 30)))


def md5():
    return "".join(rng.choice("0123456789" if rng.random() < 0.1 else "0123456789abcdef") for _ in range(32))


def entry(path):
    found = {"path": path}
    if rng.random() < 0.1:
        return {**found, "hash": "md5", "etag": '"' + md5() + '"', "size": 3}
    if rng.random() < 0.8:
        found["hash"] = "md5"
    folder = rng.random() < 0.3
    found["md5"] = md5() + (".dir" if folder else "")
    if rng.random() < 0.9:
        found["size"] = rng.randint(0, 10**12)
    if folder:
        found["nfiles"] = rng.randint(0, 9)
    elif rng.random() < 0.2:
        found["isexec"] = True
    if rng.random() < 0.1:
        found["cloud"] = {"store": {"etag": "xyz", "version_id": "1.2"}}
    return found


def entries():
    return [entry(path) for path in sorted(rng.sample(PATHS, rng.randint(1, 4)))]


def value(depth=2):
    if depth and rng.random() < 0.3:
        return rng.choice([[], {}, [value(depth - 1), value(depth - 1)], {"b": value(depth - 1), "a": value(depth - 1), 0: 1}])
    return rng.choice([0.1, 5, -1, True, None, "adam", "1e-5", "it's a: b", "", command(), 10**30, float("inf"), 1.5])


def params():
    found = {}
    for file in ["params.yaml"] * rng.randint(0, 1) + sorted(rng.sample(["conf/a.yaml", "z.json", "a.toml"], rng.randint(0, 2))):
        inner = value()
        found[file] = {key: value() for key in sorted(rng.sample(["lr", "model.depth", "x", "1"], rng.randint(1, 3)))}
        if rng.random() < 0.3:
            # One object under two keys, as DVC finds it in the file.
            found[file] = dict(sorted({**found[file], "t": {"layers": inner}, "t.layers": inner}.items()))
    return found


def stage():
    found = {"cmd": rng.choice([command(), [command() for _ in range(rng.randint(1, 3))]])}
    for key, part in [("deps", entries), ("params", params), ("outs", entries)]:
        made = part() if rng.random() < 0.8 else None
        if made:
            found[key] = made
    return found


def lock(names):
    return {"schema": "2.0", "stages": {name: stage() for name in names}}


print(f"seed {seed}, {count} locks")
mlp, comparison = Mlp(driver), Comparison()
for number in range(count):
    old = dumps_yaml(lock(rng.sample(NAMES, rng.randint(1, 6)))) if rng.random() < 0.9 else ""
    changed = lock(rng.sample(NAMES, rng.randint(1, 3)))
    after = parse_yaml_for_update(old, "dvc.lock") or {"schema": "2.0", "stages": {}}
    if dumps_yaml(after) != (old or dumps_yaml(after)):
        continue  # its reader changes what it wrote itself
    if old:
        comparison.check(f"lock {number} again", old, mlp.ask("lock", text=old, changed=old))
    for name, made in changed["stages"].items():  # one after another, as `dvc repro` does
        after["stages"][name] = made
        wanted = dumps_yaml(after)
        only = dumps_yaml({"schema": "2.0", "stages": {name: made}})
        reply = mlp.ask("lock", text=old, changed=only)
        comparison.check(f"lock {number}, stage {name}", wanted, reply)
        old, after = wanted, parse_yaml_for_update(wanted, "dvc.lock")
        if dumps_yaml(after) != old:
            break
comparison.end()
