"""Compares mlp's DVC cache and workspace with DVC: dvc_workspace.py DRIVER DVC [SEED]"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

from ruamel.yaml import YAML

LINK_TYPES = [None, "hardlink", "symlink", "hardlink,copy"]
NAMES = ["a", "b", "c.txt", "d.tmp", "é", "データ", "e\u0301", "x y", "-n", "#h", "q'", 'q"', "back\\slash", "new\nline",
         "tab\t", ".hidden", "😀", "\uffff", "UP", "up"]
IGNORES = ["*.tmp", "*.txt", "a", "/a", "a/", "b/", "a/b", "**/b", "a/**", "*", "!a", "!*.txt", "!/b/a", "*/", "**",
           "**/", "?", "[ab]", "[!a]*", "[^b-z]", "a*", "*a*", "a/*/b", "a/**/b", "\\#h", "#h", "\\!a", "x y", " a ",
           "a[", "/", "b/**/", "***", "*.t?t", "é", "データ/", "!b/", ".hidden", "data[!0-9]", "/*", "!/a", "a//b",
           "**/a/**/b", "[a-c]*/*", "\\*", "a\\*"]


class Driver:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, what, root, **words):
        self.process.stdin.write(json.dumps({"what": what, "root": root, **words}) + "\n")
        self.process.stdin.flush()
        reply = json.loads(self.process.stdout.readline())
        if "error" in reply:
            raise RuntimeError(f"{what} {words}: {reply['error']}")
        return reply["answer"]


def write(path, data, mode=0o644):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    os.chmod(path, mode)


def random_bytes(rng):
    kind = rng.randrange(6)
    if kind == 0:
        return b""
    if kind == 1:
        return rng.randbytes(rng.choice([1, 511, 512, 513, 70_000, 1_100_000]))
    lines = [rng.choice(["1", "same", "line"]) for _ in range(rng.randrange(1, 5))]
    return rng.choice(["\n", "\r\n"]).join(lines).encode()


def fill(rng, folder, depth=0):
    os.makedirs(folder, exist_ok=True)
    for name in rng.sample(NAMES, rng.randrange(0 if depth else 1, 6)):
        path = os.path.join(folder, name)
        kind = rng.randrange(10)
        if kind < 6:
            write(path, random_bytes(rng), rng.choice([0o644, 0o644, 0o600, 0o755, 0o444]))
        elif kind < 8 and depth < 3:
            fill(rng, path, depth + 1)
        elif kind == 8:
            write(os.path.join(folder, "target"), b"target")
            os.symlink("target", path)
        elif depth < 3:
            os.makedirs(os.path.join(folder, "linked folder"), exist_ok=True)
            os.symlink("linked folder", path)


def make_outputs(rng, root):
    """Files and folders of all sorts; gives their names."""
    write(f"{root}/.dvcignore", b"*.tmp\n/folder2/b\n!keep.tmp\n")
    for number in range(4):
        fill(rng, f"{root}/folder{number}")
    write(f"{root}/empty", b"")
    write(f"{root}/file", b"a file\r\n")
    write(f"{root}/twin", b"a file\r\n")
    write(f"{root}/tool", b"#!/bin/sh\n", 0o755)
    write(f"{root}/elsewhere/data", b"linked")
    os.symlink("elsewhere/data", f"{root}/link")
    os.makedirs(f"{root}/nothing")
    return ["folder0", "folder1", "folder2", "folder3", "empty", "file", "twin", "tool", "link", "nothing"]


def listing(root, modes):
    """What lies below a folder: bytes, kinds, permission bits where asked, hard links by the names that share them."""
    found, inodes = {}, {}
    for folder, folders, files in os.walk(root):
        for name in files + [f for f in folders if os.path.islink(os.path.join(folder, f))]:
            path = os.path.join(folder, name)
            key = os.path.relpath(path, root)
            info = os.lstat(path)
            if os.path.islink(path):
                found[key] = ("link", os.readlink(path))
            else:
                with open(path, "rb") as file:
                    found[key] = ("file", file.read(), oct(info.st_mode & 0o7777) if modes else "")
                inodes.setdefault(info.st_ino, []).append(key)
    return found, sorted(sorted(names) for names in inodes.values() if len(names) > 1)


def same(what, ours, theirs):
    if ours == theirs:
        return
    if isinstance(ours, dict):
        ours, theirs = ({k: str(v)[:200] for k, v in d.items()} for d in (ours, theirs))
        keys = [key for key in sorted(ours.keys() | theirs.keys()) if ours.get(key) != theirs.get(key)]
        ours, theirs = ({key: d.get(key) for key in keys} for d in (ours, theirs))
    raise SystemExit(f"{what}\n  mlp: {ours}\n  dvc: {theirs}")


def in_place_of(root, tree):
    """Links to the cache name their project; everywhere else nothing does."""
    return {key: (value[0], value[1].replace(root, "ROOT")) if value[0] == "link" else value
            for key, value in tree.items()}


def compare_state(what, ours, theirs, outs, modes):
    for part in [*outs, ".dvc/cache"]:
        a, b = f"{ours}/{part}", f"{theirs}/{part}"
        if os.path.isdir(a) and not os.path.islink(a):
            left, right = (in_place_of(root, listing(path, modes)[0]) for root, path in ((ours, a), (theirs, b)))
            same(f"{what}: {part}", left, right)
        else:
            same(f"{what}: {part}", *(in_place_of(root, listing_of_file(path, modes))
                                      for root, path in ((ours, a), (theirs, b))))
    same(f"{what}: hard links", *(hard_links(root) for root in (ours, theirs)))


def hard_links(root):
    """How many names each shared file has. Which of two equal files becomes the object is a matter of order."""
    return {names[0]: len(names) for names in listing(root, False)[1] if "tool" not in names}


def listing_of_file(path, modes):
    if os.path.islink(path):
        return {"": ("link", os.readlink(path))}
    with open(path, "rb") as file:
        return {"": ("file", file.read(), oct(os.stat(path).st_mode & 0o7777) if modes else "")}


def run_dvc(dvc, root, *words):
    done = subprocess.run([dvc, *words], cwd=root, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"dvc {' '.join(words)} in {root}: {done.stderr}")
    return done.stdout


def remove_outputs(root, outs):
    for out in outs:
        path = f"{root}/{out}"
        os.unlink(path) if os.path.islink(path) or os.path.isfile(path) else shutil.rmtree(path)


def check_links(driver, dvc, seed, link_type):
    """One project twice: what DVC makes of it, and what we make of it."""
    rng = random.Random(f"{seed} {link_type}")
    with tempfile.TemporaryDirectory() as work:
        ours, theirs = os.path.join(work, "ours"), os.path.join(work, "theirs")
        os.makedirs(ours)
        subprocess.run(["git", "init", "-q", ours], check=True)
        run_dvc(dvc, ours, "init", "-q")
        if link_type:
            write(f"{ours}/.dvc/config", f"[cache]\n    type = {link_type}\n".encode())
        outs = make_outputs(rng, ours)
        shutil.copytree(ours, theirs, symlinks=True)

        run_dvc(dvc, theirs, "add", "-q", *outs)
        contents = {}
        for out in outs:
            with open(f"{theirs}/{out}.dvc") as file:
                wanted = YAML(typ="safe").load(file)["outs"][0]
            contents[out] = wanted
            read = driver("content", ours, path=out)
            stored = driver("store", ours, path=out)
            same(f"{link_type}: {out} stored is not {out} read", stored, read)
            same(f"{link_type}: {out}", {k: stored[k] for k in ("md5", "size")}, {k: wanted[k] for k in ("md5", "size")})
            same(f"{link_type}: {out} files", stored["nfiles"], wanted.get("nfiles", 1))
            same(f"{link_type}: {out} isexec", stored["isexec"], wanted.get("isexec", False))
            driver("ignore_output", ours, path=out)
        same("the lines of .gitignore", open(f"{ours}/.gitignore").read(), open(f"{theirs}/.gitignore").read())
        # DVC gives single files and what it links new modes; we leave a file alone that needs no link. An executable
        # keeps its bit with us, and is a file of its own.
        shared = [out for out in outs if out != "tool"]
        compare_state(f"{link_type}: after storing", ours, theirs, [o for o in shared if "folder" in o], False)
        same(f"{link_type}: modes in the cache", *(cache_modes(root, contents["tool"]["md5"]) for root in (ours, theirs)))

        # Each finds the other's cache complete and its workspace unchanged.
        for out in outs:
            shutil.copy(f"{theirs}/{out}.dvc", f"{ours}/{out}.dvc")
            same(f"{link_type}: stored by DVC: {out}", driver("stored", theirs, content=contents[out]), True)
            same(f"{link_type}: left by DVC: {out}", driver("content", theirs, path=out)["md5"], contents[out]["md5"])
        same(f"{link_type}: dvc status", json.loads(run_dvc(dvc, ours, "status", "--json")), {})

        # Gone, and back from the cache.
        remove_outputs(ours, outs)
        remove_outputs(theirs, outs)
        run_dvc(dvc, theirs, "checkout", "-q")
        for out in outs:
            driver("restore", ours, path=out, content=contents[out])
        if link_type is None:
            compare_state(f"{link_type}: restored", ours, theirs, outs, True)
        else:
            compare_state(f"{link_type}: restored", ours, theirs, shared, False)

        # Changed in every way, and back again; what .dvcignore leaves out stays.
        for root in (ours, theirs):
            change(random.Random(seed), root)
        run_dvc(dvc, theirs, "checkout", "-q", "--force")
        for out in outs:
            driver("restore", ours, path=out, content=contents[out])
        compare_state(f"{link_type}: restored over changes", ours, theirs, shared, False)
        same(f"{link_type}: dvc status at the end", json.loads(run_dvc(dvc, ours, "status", "--json")), {})


def cache_modes(root, executable):
    modes = {}
    for folder, _, files in os.walk(f"{root}/.dvc/cache"):
        modes[os.path.relpath(folder, root)] = oct(os.stat(folder).st_mode & 0o7777)
        for name in files:
            path = os.path.join(folder, name)
            key = os.path.relpath(path, root)
            if key.replace("/", "").endswith(executable):
                continue
            modes[key] = oct(os.stat(path).st_mode & 0o7777)
    return modes


def change(rng, root):
    for number in range(4):
        folder = f"{root}/folder{number}"
        paths = sorted(os.path.join(f, n) for f, _, names in os.walk(folder) for n in names)
        for path in paths:
            what = rng.randrange(4)
            if path.endswith(".tmp") or what > 1 or os.path.isdir(path):
                continue
            os.unlink(path)
            if what == 1:
                write(path, b"changed")
        write(f"{folder}/extra/deep/file", b"extra")
        write(f"{folder}/kept.tmp", b"kept")
    os.unlink(f"{root}/file")
    write(f"{root}/file", b"changed")


def check_ignores(driver, seed, count):
    from dvc.fs import localfs
    from dvc.ignore import DvcIgnoreFilter

    rng = random.Random(f"{seed} ignores")
    for number in range(count):
        with tempfile.TemporaryDirectory() as root:
            root = os.path.realpath(root)
            names = ["a", "b", "c.txt", "d.tmp", "é", "データ", "x y", "#h", "!a", "*", "data", ".hidden"]
            paths = []
            for _ in range(12):
                parts = [rng.choice(names) for _ in range(rng.randrange(1, 4))]
                folder = os.path.join(root, *parts[:-1])
                try:
                    write(os.path.join(folder, parts[-1]), b"")
                except (NotADirectoryError, IsADirectoryError, FileExistsError):
                    continue
            if rng.randrange(5) == 0 and os.path.isdir(f"{root}/b"):
                os.makedirs(f"{root}/b/.dvc")
            folders = [folder for folder, _, _ in os.walk(root) if "/.dvc" not in folder]
            for folder in rng.sample(folders, min(len(folders), 3)):
                lines = [rng.choice(IGNORES) for _ in range(rng.randrange(1, 5))]
                write(f"{folder}/.dvcignore", rng.choice(["\n", "\r\n"]).join(lines).encode())
            for folder, inner, files in os.walk(root):
                paths += [(os.path.relpath(os.path.join(folder, name), root), True) for name in inner]
                paths += [(os.path.relpath(os.path.join(folder, name), root), False) for name in files]
            theirs = DvcIgnoreFilter(localfs, root)
            wanted = {}
            for path, is_folder in paths:
                full = os.path.join(root, path)
                wanted[path] = theirs.is_ignored_dir(full) if is_folder else theirs.is_ignored_file(full)
            ours = dict(zip((path for path, _ in paths), driver("ignored", root, paths=paths)))
            if ours != wanted:
                for folder, _, files in os.walk(root):
                    if ".dvcignore" in files:
                        print(os.path.relpath(folder, root), repr(open(f"{folder}/.dvcignore", newline="").read()))
            same(f"ignored in tree {number}", ours, wanted)


def main():
    driver, dvc = Driver(sys.argv[1]), sys.argv[2]
    seed = sys.argv[3] if len(sys.argv) > 3 else str(random.SystemRandom().randrange(10**9))
    print(f"seed {seed}", flush=True)
    check_ignores(driver, seed, 300)
    for link_type in LINK_TYPES:
        check_links(driver, dvc, seed, link_type)


main()
