"""Random DVC projects (dvc_project_model.py) and random changes of them: of the project itself, or of the files in its folders."""
import copy
import os
import posixpath
import shutil

from dvc_project_model import FOLDERS, Project, Stage, write

NAMES = ["prep", "train", "eval", "plot-1", "merge_2", "größe", "x", "report", "1", "fold"]
VALUES = [1, 0, -3, 0.1, 1e-05, 1e16, 5.0, True, False, None, "adam", "a b", "1e-5", "yes", "0x10", "", "ü", "it's", [1, 2], ["a", "b c"], [], {}, {"deep": {"er": 1}},
          2**63, 2**64 + 1, -(2**70)]
SCALARS = [1, 0, -3, 0.1, 1e-05, True, False, "adam", "a b", "yes", "ü", 12345678901234567890]


def random_value(rng, file):
    value = rng.choice(VALUES)
    if file.endswith((".toml", ".py")) and (value is None or isinstance(value, (dict, list))):
        return rng.choice([2, 0.25, "text", True])
    return copy.deepcopy(value)


def random_params(rng, file):
    found = {}
    for name in ["lr", "epochs", "seed", "mode"]:
        found[name] = random_value(rng, file)
    found["model"] = {"depth": rng.choice(SCALARS[:3]), "kind": "tree", "rate": 0.5}
    found["scalar"] = rng.choice(SCALARS[:-1])
    if file.endswith(".yaml") and rng.random() < 0.3:
        # One object in several places: YAML writes aliases, and so does DVC's lock.
        found["layers"] = [1, {"of": ["a"]}]
        found["same"] = rng.choice([found["layers"], found["model"], found["layers"][1]])
        found["model"]["layers"] = found["layers"]
    return found


def random_keys(rng, value):
    every = [*value, *(f"model.{key}" for key in value.get("model", {}))]
    return rng.sample(every, min(len(every), rng.randint(1, 3)))


class Author:
    """Makes projects and changes them. What it gives back is words for the log, and what to do in each folder if anything."""

    def __init__(self, rng):
        self.rng = rng
        self.serial = 0
        self.links = False  # whether outputs are links into the cache

    def fresh(self, word):
        self.serial += 1
        return f"{word}{self.serial}"

    def chance(self, probability):
        return self.rng.random() < probability

    # ---- making

    def project(self):
        rng, project = self.rng, Project()
        for path in ["data/a.txt", "data/b c.txt", "data/in/deep.csv", "data/skip.tmp", "raw.csv", "sub/own.txt", "sub/deep/own.txt", "other/own.txt", "w/keep", "sub/w/keep"]:
            project.files[path] = f"{path} {rng.random()}\n".encode()
        if self.chance(0.5):
            project.files[".dvcignore"] = b"*.tmp\n/data/ignored\n"
        if self.chance(0.3):
            project.files["sub/.dvcignore"] = b"secret*\n"
        for file in ["params.yaml", "sub/params.yaml", "conf/p.json", "conf/p.toml", "conf/p.py", "conf/q.yaml"]:
            if file == "params.yaml" or self.chance(0.5):
                project.params[file] = random_params(rng, file)
        for folder in FOLDERS:
            if self.chance(0.4):
                project.vars[folder] = [{"name": "v", "nested": {"list": [1, "two"], "text": "t t"}}]
                if folder != "." and "conf/q.yaml" in project.params and self.chance(0.5):
                    # Names that params.yaml beside has may not come in again.
                    project.vars[folder].append({"file_too": {"a": 1}})
        project.config = rng.choice(["", "", "", "", "[cache]\n    type = copy\n", "[cache]\n    type = symlink\n", "[cache]\n    type = hardlink,copy\n"])
        self.links = "link" in project.config
        if self.chance(0.1):
            project.git = False
        elif self.chance(0.1):
            project.config += "[core]\n    autostage = true\n"
        if self.chance(0.6):
            project.tracked = rng.sample(["tracked.bin", "sub/tracked folder", "store/raw.bin"], rng.randint(1, 2))
            for path in project.tracked:
                inner = path if path.endswith(".bin") else path + "/one"
                project.files[inner] = f"{rng.random()}".encode()
        for _ in range(rng.choice([1, 2, 4, 8])):
            self.add_stage(project)
        for folder in FOLDERS:
            if any(s.folder == folder for s in project.stages) and self.chance(0.2):
                project.sections[folder] = self.sections(project, folder)
        return project

    def sections(self, project, folder):
        found = {}
        here = [s for s in project.stages if s.folder == folder and s.outs]
        if here and self.chance(0.7):
            path = posixpath.relpath(here[0].made()[0][0], folder)
            found["artifacts"] = {"model-a": {"path": path, "type": "model", "labels": ["x"], "desc": "one"}}
        if self.chance(0.5):
            found["plots"] = ["plots.csv", {"curve": {"x": "x", "y": {"plots.csv": "y"}, "title": "t"}}]
        if self.chance(0.5):
            found["metrics"] = ["more.json"]
        if self.chance(0.3) and "params.yaml" in project.params:
            found["params"] = [posixpath.relpath("params.yaml", folder)]
        return found

    def add_stage(self, project, at=None):
        rng = self.rng
        folder = rng.choice([".", ".", ".", *FOLDERS])
        wdir = rng.choice([".", ".", ".", ".", *{".": ["w", "sub"], "sub": ["..", "w"], "sub/deep": [".."], "other": ["../sub"]}[folder]])
        taken = {s.name for s in project.stages if s.folder == folder}
        name = next((n for n in rng.sample(NAMES, len(NAMES)) if n not in taken), None) or self.fresh("stage")
        stage = Stage(name, folder, wdir)
        stage.shape = rng.choice([0, 0, 0, 1, 2, 3])
        self.give_items(stage)
        self.give_deps(project, stage, project.stages)
        for _ in range(rng.choice([1, 1, 1, 2, 3, 0] if stage.deps else [1, 1, 2])):
            self.give_out(stage)
        if self.chance(0.5):
            self.give_params(project, stage)
        self.give_words(project, stage)
        self.give_flags(stage)
        project.stages.insert(len(project.stages) if at is None else at, stage)
        return f"add stage {folder}:{name}"

    def give_items(self, stage):
        rng = self.rng
        kind = rng.random()
        if kind < 0.12:
            stage.items = rng.sample(["a", "b", "c d", 1, 2, 30], rng.randint(1, 3))
        elif kind < 0.2:
            stage.items = {key: rng.choice([1, "v", {"x": 1}]) for key in rng.sample(["one", "two", "three"], rng.randint(1, 3))}
        elif kind < 0.28:
            stage.matrix = True
            stage.items = {axis: rng.sample(["p", "q", 3], rng.randint(1, 2)) for axis in rng.sample(["os", "v"], rng.randint(1, 2))}

    def give_deps(self, project, stage, before):
        rng = self.rng
        places = ["data", "raw.csv", "data/a.txt", "data/in", "sub/own.txt", "make.sh", "data/b c.txt", *project.tracked]
        made = [(path, folder) for s in before for path, folder in s.made()]
        # Folders that hold a .dvc file, or a .gitignore that grows.
        places += ["store"] if "store/raw.bin" in project.tracked else []
        places += ["out/p", "out/p"] if any(path.startswith("out/p/") for path, _ in made) else []
        for _ in range(rng.choice([0, 1, 1, 2, 3])):
            if made and self.chance(0.65):
                path, folder = rng.choice(made)
                if folder and self.chance(0.4):
                    path += rng.choice(["/x", "/in", "/in/y"])
            else:
                path = rng.choice(places)
            if path not in stage.deps:
                stage.deps.append(path)

    def give_out(self, stage):
        rng = self.rng
        # One that shares its inode with the cache loses its bit in DVC one command later.
        kind = rng.choice("fffffddmck" if self.links else "fffffddmcek")
        section = {"m": rng.choice(["metrics", "outs"]), "c": rng.choice(["plots", "outs"])}.get(kind, "outs")
        places = [stage.place(), stage.place(), stage.folder, ".", "out", "out/p"]
        place = rng.choice([p for p in places if p != "out/p" or p not in stage.deps])
        key = "" if stage.items is None else "-{key}"
        name = self.fresh(rng.choice(["o", "o", "file ", "m.", "ü", "#", "[x]"])) + key + {"m": ".json", "c": ".csv"}.get(kind, "")
        flags = {}
        if self.chance(0.2):
            flags["cache"] = False
        if self.chance(0.12):
            flags["persist"] = True
            kind = rng.choice([kind, "a"]) if section == "outs" else kind
        if self.chance(0.1):
            flags.update(rng.choice([{"push": False}, {"desc": "words: here"}, {"type": "model", "labels": ["a"]}, {"meta": {"k": [1]}}]))
        if section == "plots" and self.chance(0.5):
            flags.update({"x": "x", "y": "y", "template": "linear"})
        stage.outs.append({"path": posixpath.normpath(posixpath.join(place, name)), "kind": kind, "section": section, "flags": flags})

    def give_params(self, project, stage):
        for file in self.rng.sample(list(project.params), self.rng.randint(1, min(2, len(project.params)))):
            stage.params[file] = [] if self.chance(0.2) else random_keys(self.rng, project.params[file])

    def give_words(self, project, stage):
        words = []
        here = posixpath.normpath(posixpath.join(stage.folder, "params.yaml"))
        if here in project.params:
            words += ["${scalar}", "${model.depth}", "x${model.kind}y"]
        if project.vars.get(stage.folder):
            words += ["${name}", "${nested.text}", "${nested.list[1]}", r"\${name}"]
        if self.chance(0.4) and words:
            stage.words = self.rng.sample(words, min(len(words), self.rng.randint(1, 2)))

    def give_flags(self, stage):
        for flag, value, probability in [("always_changed", True, 0.04), ("frozen", False, 0.03), ("desc", "it's a: stage", 0.1), ("meta", {"a": [1]}, 0.05), ("always_changed", False, 0.03)]:
            if self.chance(probability):
                stage.flags[flag] = value

    # ---- running

    def options(self, project):
        """How to run: flags that both programs know, and stages (none: every pipeline)."""
        rng, flags, targets = self.rng, [], []
        fails = any(s.fails for s in project.stages)
        if self.chance(0.6 if fails else 0.05):
            flags.append("--keep-going")
        if self.chance(0.06):
            flags.append("--force")
        if project.stages and self.chance(0.2):
            for stage in rng.sample(project.stages, min(len(project.stages), rng.choice([1, 1, 2]))):
                targets.append(stage.address(rng.choice(stage.keys()) if self.chance(0.5) else ""))
            if self.chance(0.4):
                flags.append("--single")
                del targets[1:]  # DVC takes several as they are named, mlp as they depend on each other
        return flags, targets

    # ---- changing

    def change(self, project):
        """One change. -> (words, what to do in a folder or None)"""
        rng = self.rng
        if rng.random() < 0.35:
            return self.disturb(project)
        return rng.choice([self.change_file, self.change_file, self.change_param, self.change_param, self.change_stage, self.change_stage,
                           self.change_stage, self.change_stages])(project), None

    def change_file(self, project):
        rng = self.rng
        path = rng.choice([p for p in project.files if p != "make.sh"])
        kind = rng.random()
        if kind < 0.6:
            project.files[path] = f"{rng.random()}\n".encode() if not path.endswith(".dvcignore") else rng.choice([b"*.tmp\n", b"*.tmp\n*.none\n"])
            return f"edit {path}"
        if kind < 0.8:
            new = rng.choice(["data/new", "data/in/new ", "data/skip.tmp", "data/ö.txt", "sub/tracked folder/more", "data/ignored"])
            new = new if new.startswith(("data/skip", "data/ignored")) else self.fresh(new)
            if new.startswith("sub/tracked") and "sub/tracked folder" not in project.tracked:
                new = self.fresh("data/n")
            project.files[new] = rng.choice([b"", b"new\n", b"\0\r\n"])
            return f"add {new!r}"
        removable = [p for p in project.files if p.startswith(("data/in/new", "data/new", "data/ö", "data/skip", "sub/tracked folder/more"))]
        if not removable:
            return "nothing"
        path = rng.choice(removable)
        data = project.files.pop(path)
        if self.chance(0.3):
            project.files[path + ".moved"] = data
        return f"remove or rename {path!r}"

    def change_param(self, project):
        rng = self.rng
        file = rng.choice(list(project.params))
        values = project.params[file]
        key = rng.choice(["lr", "epochs", "seed", "mode", "scalar", "model"])
        if key == "model":
            values["model"]["depth"] = rng.choice([1, 2, 3])
        elif key == "scalar":
            values["scalar"] = rng.choice(SCALARS[:-1])
        else:
            values[key] = random_value(rng, file)
        if self.chance(0.1):
            values[self.fresh("extra")] = 1
        return f"{file}: {key} = {values[key]!r}"

    def change_stage(self, project):
        rng = self.rng
        if not project.stages:
            return self.add_stage(project)
        stage = rng.choice(project.stages)
        at = project.stages.index(stage)
        kind = rng.choice(["note", "note", "fails", "shape", "dep", "undep", "out", "unout", "params", "option", "flag", "frozen", "items", "rename out"])
        if kind == "note":
            stage.note += 1
        elif kind == "fails":
            stage.fails = "" if stage.fails else rng.choice(["before", "after"])
        elif kind == "shape":
            stage.shape = rng.choice([0, 1, 2, 3])
        elif kind == "dep":
            self.give_deps(project, stage, project.stages[:at])
        elif kind == "undep" and stage.deps:
            stage.deps.pop(rng.randrange(len(stage.deps)))
        elif kind == "out":
            self.give_out(stage)
        elif kind == "unout" and stage.outs:
            stage.outs.pop(rng.randrange(len(stage.outs)))
        elif kind == "params":
            stage.params = {}
            self.give_params(project, stage)
        elif kind == "option" and stage.outs:
            flags = rng.choice(stage.outs)["flags"]
            option = rng.choice(["cache", "persist", "desc", "push"])
            if option in flags:
                del flags[option]
            else:
                flags[option] = {"cache": False, "persist": True, "desc": "d", "push": False}[option]
        elif kind == "flag":
            stage.flags = {}
            self.give_flags(stage)
        elif kind == "frozen":
            stage.flags["frozen"] = not stage.flags.get("frozen", False)
        elif kind == "items" and isinstance(stage.items, list):
            stage.items = rng.sample(["a", "b", "c d", 1, 2, 30], rng.randint(1, 3))
        elif kind == "rename out" and stage.outs:
            out = rng.choice(stage.outs)
            out["path"] = posixpath.join(posixpath.dirname(out["path"]), self.fresh("renamed") + ("-{key}" if stage.items is not None else ""))
        return f"{stage.folder}:{stage.name}: {kind}"

    def change_stages(self, project):
        rng = self.rng
        kind = rng.choice(["add", "add", "remove", "rename", "move"])
        if kind == "add" or len(project.stages) < 2:
            return self.add_stage(project)
        stage = rng.choice(project.stages)
        if kind == "remove":
            project.stages.remove(stage)
        elif kind == "rename":
            stage.name = self.fresh("renamed")
        else:
            # Another order in the file; what reads what stays the same.
            project.stages.sort(key=lambda s: (s.folder, s.name), reverse=self.chance(0.5))
        return f"{kind} stage {stage.folder}:{stage.name}"

    def disturb(self, project):
        """A change that only the folders see. It must do the same in each."""
        rng = self.rng
        made = [path for s in project.stages for path, _ in s.made()]
        folders = [path for s in project.stages for path, folder in s.made() if folder]
        locks = [posixpath.normpath(posixpath.join(f, "dvc.lock")) for f in FOLDERS]
        text = f"{rng.random()}\n".encode()
        kinds = [("touch", lambda at, p=rng.choice(list(project.files)): touch(at, p)), ("lose lock", lambda at, p=rng.choice(locks): lose(at, p)),
                 ("lose .gitignore", lambda at, p=rng.choice(["", "out/", "sub/"]): lose(at, p + ".gitignore")),
                 ("lose run cache", lambda at: lose(at, ".dvc/cache/runs")), ("nothing", lambda at: None)]
        if not any(out["kind"] == "a" for s in project.stages for out in s.outs):
            # DVC runs again what its cache lost, mlp stores what still stands there: the same but for what grows.
            kinds.append(("lose cache", lambda at: lose(at, ".dvc/cache")))
        if made:
            path = rng.choice(made)
            kinds += 2 * [(f"delete {path}", lambda at: lose(at, path)), (f"touch {path}", lambda at: touch(at, path)),
                          (f"overwrite {path}", lambda at: overwrite(at, path, text)), ("delete every output", lambda at: [lose(at, p) for p in made])]
            if not self.links:
                kinds.append((f"{path} executable", lambda at: executable(at, path)))
        if folders:
            folder = rng.choice(folders)
            inner = rng.choice(["x", "in/y", "in/more", "more"])
            kinds += 2 * [(f"write {folder}/{inner}", lambda at: write_below(at, folder, inner, text)), (f"delete {folder}/{inner}", lambda at: lose(at, f"{folder}/{inner}"))]
        return rng.choice(kinds)


def lose(at, path):
    full = os.path.join(at, path)
    if os.path.isdir(full) and not os.path.islink(full):
        shutil.rmtree(full)
    elif os.path.lexists(full):
        os.unlink(full)


def touch(at, path):
    full = os.path.join(at, path)
    if os.path.exists(full) and os.access(full, os.W_OK) and not os.path.islink(full):
        os.utime(full)


def overwrite(at, path, data):
    lose(at, path)
    write(at, path, data)


def write_below(at, folder, inner, data):
    if os.path.isdir(os.path.join(at, folder)):
        write(at, f"{folder}/{inner}", data)


def executable(at, path):
    full = os.path.join(at, path)
    if os.path.isfile(full) and not os.path.islink(full):
        data = open(full, "rb").read()
        overwrite(at, path, data)
        os.chmod(full, 0o755)
