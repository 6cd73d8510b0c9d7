"""A random DVC project as a value: its stages, parameters and files, rendered into a folder. dvc_project_edits.py changes it."""
import io
import json
import os
import posixpath

from ruamel.yaml import YAML

# What a stage runs: it makes its outputs (KIND:PATH) from the bytes of what stands behind `--` (paths, or =TEXT).
TOOL = r"""#!/bin/sh
echo "$DVC_STAGE" >>"$RUNS"
sum=$(
    after=
    for word; do
        case $after$word in
        --) after=x ;;
        x=*) printf '%s\n' "$word" ;;
        x*) find -L "$word" -type f ! -name '*.tmp' | LC_ALL=C sort | while IFS= read -r file; do cat "$file"; done ;;
        esac
    done | cksum | cut -d' ' -f1
)
for word; do
    [ "$word" = -- ] && break
    path=${word#?:}
    mkdir -p "$(dirname "$path")"
    case $word in
    f:*) echo "$path $sum" >"$path" ;;
    k:*) echo "constant $path" >"$path" ;;
    e:*) echo "$sum" >"$path" && chmod +x "$path" ;;
    m:*) printf '{"sum": %s, "deep": {"last": %s}}\n' "$sum" "1${sum#?}" >"$path" ;;
    c:*) printf 'x,y\n1,%s\n' "$sum" >"$path" ;;
    d:*) mkdir -p "$path/in" && echo "$sum" >"$path/x" && echo b >"$path/in/y" && echo "$sum" >"$path/ü $((sum % 3))" ;;
    a:*) echo "$sum" >>"$path" ;;
    esac
done
"""
FOLDERS = [".", "sub", "sub/deep", "other"]


def dump(value, rng):
    yaml = YAML(typ="rt")
    yaml.default_flow_style = None if rng.random() < 0.2 else False
    yaml.width = rng.choice([60, 1000])
    stream = io.BytesIO()
    yaml.dump(value, stream)
    return stream.getvalue()


class Stage:
    """One entry of `stages`. Paths are relative to the root; `{key}` in them stands for the member of a group."""

    def __init__(self, name, folder, wdir):
        self.name, self.folder, self.wdir = name, folder, wdir
        self.items = None  # of foreach: a list or a map; of matrix: a map of lists
        self.matrix = False
        self.deps, self.outs, self.params, self.words = [], [], {}, []
        self.flags = {}
        self.note = 0  # changes the command
        self.shape = 0  # how the command is written
        self.fails = ""  # "before" or "after" it made its outputs

    def address(self, key=""):
        """Its name from the root; of a group: the group, or one member."""
        name = self.name + (f"@{key}" if key else "")
        return name if self.folder == "." else f"{self.folder}/dvc.yaml:{name}"

    def place(self):
        return posixpath.normpath(posixpath.join(self.folder, self.wdir))

    def keys(self):
        if self.items is None:
            return [""]
        if self.matrix:
            keys = [""]
            for values in self.items.values():
                keys = [f"{key}-{value}" if key else str(value) for key in keys for value in values]
            return keys
        return [str(key) for key in self.items]

    def expression(self):
        if self.items is None:
            return ""
        if self.matrix:
            return "-".join("${item.%s}" % axis for axis in self.items)
        return "${key}" if isinstance(self.items, dict) else "${item}"

    def made(self):
        """(path, is a folder) of everything that its members make."""
        return [(out["path"].format(key=key), out["kind"] == "d") for out in self.outs for key in self.keys()]

    def written(self, path):
        return posixpath.relpath(path, self.place()).replace("{key}", self.expression())

    def command(self):
        outs = [f'"{out["kind"]}:{self.written(out["path"])}"' for out in self.outs]
        deps = [f'"{self.written(dep)}"' for dep in self.deps]
        words = [f'"={word}"' for word in self.words] + ([f"={self.note}"] if self.note else [])
        if self.items is not None:
            words.append(f'"={self.expression()}"')
        tool = posixpath.relpath("make.sh", self.place())
        whole = " ".join(["sh", tool, *outs, "--", *deps, *words])
        if self.fails:
            return f"exit 3; {whole}" if self.fails == "before" else f"{whole}; false"
        if self.shape == 1:
            return [whole]
        if self.shape == 2 and len(outs) > 1:
            return [" ".join(["sh", tool, *part, "--", *deps, *words]) for part in (outs[:1], outs[1:])]
        if self.shape == 3:
            return f"{whole}\ntrue\n"
        return whole

    def definition(self):
        made = {"cmd": self.command()}
        if self.wdir != ".":
            made["wdir"] = self.wdir
        if self.deps:
            made["deps"] = [self.written(dep) for dep in self.deps]
        if self.params:
            made["params"] = self.params_definition()
        for section in ("outs", "metrics", "plots"):
            outs = [out for out in self.outs if out["section"] == section]
            if outs:
                made[section] = [{self.written(o["path"]): dict(o["flags"])} if o["flags"] else self.written(o["path"]) for o in outs]
        made.update(self.flags)
        if self.items is None:
            return made
        return {"matrix": self.items, **made} if self.matrix else {"foreach": self.items, "do": made}

    def params_definition(self):
        found = []
        for file, keys in self.params.items():
            path = posixpath.relpath(file, self.place())
            if path == "params.yaml" and keys:
                found += keys
            else:
                found.append({path: keys or None})
        return found


class Project:
    def __init__(self):
        self.files = {"make.sh": TOOL.encode()}
        self.params = {}  # file -> value
        self.stages = []
        self.vars = {}  # folder -> list
        self.sections = {}  # folder -> more top-level sections
        self.tracked = []  # paths with a .dvc file, which mlp and DVC keep
        self.config = ""
        self.git = True

    def render(self, rng):
        """Every file that the project itself writes: path -> bytes."""
        files = dict(self.files)
        for file, value in self.params.items():
            files[file] = params_text(file, value).encode()
        for folder in FOLDERS:
            stages = {s.name: s.definition() for s in self.stages if s.folder == folder}
            document = {}
            if self.vars.get(folder):
                document["vars"] = self.vars[folder]
            if stages:
                document["stages"] = stages
            document.update(self.sections.get(folder, {}))
            if document:
                files[posixpath.normpath(posixpath.join(folder, "dvc.yaml"))] = dump(document, rng)
        return files

    def always(self):
        """Whether some stage runs every time."""
        return any(s.flags.get("always_changed") or not (s.deps or s.params or s.outs) for s in self.stages)


def params_text(file, value):
    if file.endswith(".json"):
        return json.dumps(value)
    if file.endswith(".yaml"):
        stream = io.StringIO()
        YAML().dump(value, stream)
        return stream.getvalue()
    lines, tables = [], []
    for key, inner in value.items():
        if isinstance(inner, dict) and file.endswith(".toml"):
            tables += [f"[{key}]", *(f"{k} = {json.dumps(v)}" for k, v in inner.items())]
        elif isinstance(inner, dict):
            tables += [f"class {key}:", *(f"    {k} = {v!r}" for k, v in inner.items())]
        else:
            lines.append(f"{key} = {json.dumps(inner) if file.endswith('.toml') else repr(inner)}")
    return "\n".join(lines + tables) + "\n"


def apply(folder, before, after):
    """Makes the files of `after` of those of `before`; what is equal is not touched."""
    for path in before.keys() - after.keys():
        if os.path.lexists(os.path.join(folder, path)):
            os.unlink(os.path.join(folder, path))
    for path, data in after.items():
        if before.get(path) != data:
            write(folder, path, data)


def write(folder, path, data):
    full = os.path.join(folder, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    mode = os.stat(full).st_mode if os.path.isfile(full) else None
    if mode is not None:
        os.unlink(full)  # it may be a link into the cache
    with open(full, "wb") as file:
        file.write(data)
    if mode is not None:
        os.chmod(full, mode | 0o200)
