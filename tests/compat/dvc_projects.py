"""Random DVC projects through series of random changes: mlp in one copy, DVC in another, both in turn in a third.

After each change all that DVC keeps must be equal, byte for byte: dvc.lock, .dvc files, .gitignore, outputs, the cache
and the run cache; the same stages must have run, and neither may find anything left to do after the other.
usage: dvc_projects.py MLP SEED SECONDS [PROJECTS]      one project: SEED, 0 seconds, 1 project
"""
import collections
import copy
import difflib
import hashlib
import importlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

from dvc.cli import main as dvc_main

from dvc_project_edits import Author
from dvc_project_model import apply

STEPS = 8
OF_DVC = {"--single": "--single-item"}


class Call:
    """The end of a program: its exit code and what it said."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err


def load_dvc():
    """Loads what DVC loads while it works, so that no child has to: most of a call's time."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, ".dvc"))
        os.environ["DVC_SITE_CACHE_DIR"] = os.path.join(folder, "site")
        with open(os.path.join(folder, "dvc.yaml"), "w") as file:
            file.write("stages:\n  a:\n    cmd: echo a >a\n    deps: [dvc.yaml]\n    params: [p]\n    outs: [a]\n")
        with open(os.path.join(folder, "params.yaml"), "w") as file:
            file.write("p: 1\n")
        with open(os.path.join(folder, ".dvc/config"), "w") as file:
            file.write("[core]\n    no_scm = true\n")
        code = "import sys; from dvc.cli import main; print(main(['repro']) or main(['status', '--json'])); print(*sys.modules, sep='\\n')"
        done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
        for name in done.stdout.split("\n"):
            if name.startswith(("dvc", "networkx", "fsspec", "git", "scmrepo", "dulwich", "pygit2", "ruamel", "sqltrie", "diskcache")):
                try:
                    importlib.import_module(name)
                except ImportError:
                    pass  # a name that stands for something else


def dvc(folder, *words):
    """DVC in a child of this process: it is loaded once."""
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.chdir(folder)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            code = dvc_main(list(words))
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return Call(os.waitstatus_to_exitcode(status), *(read(file) for file in (out, err)))


def read(file):
    file.seek(0)
    return file.read().decode(errors="replace")


def listing(folder):
    """What must be equal: path -> what is there."""
    found = {}
    if os.path.isdir(os.path.join(folder, ".git")):
        staged = subprocess.run(["git", "ls-files", "--stage"], cwd=folder, capture_output=True, text=True, check=True)
        found["staged for git"] = staged.stdout
    for top, folders, files in os.walk(folder):
        place = os.path.relpath(top, folder)
        if place == ".":
            folders[:] = [name for name in folders if name not in (".git", ".mlp")]
        if place == ".dvc":
            folders[:] = [name for name in folders if name != "tmp"]
        if place == ".dvc/cache":
            folders[:] = [name for name in folders if name in ("files", "runs")]
        for name in files:
            path = os.path.join(top, name)
            inside = os.path.normpath(os.path.join(place, name))
            if inside.startswith(".dvc/cache/"):
                found[inside] = "stored"
            elif name in ("dvc.lock", ".gitignore") or name.endswith(".dvc"):
                found[inside] = open(path, encoding="utf-8").read()
            else:
                data = open(path, "rb").read() if os.path.exists(path) else b"nowhere"
                found[inside] = hashlib.md5(data).hexdigest() + ("x" if os.access(path, os.X_OK) else "")
    return found


class Case:
    """One project in three copies."""

    def __init__(self, mlp, seed, place):
        self.mlp_program, self.place, self.log = mlp, place, []
        self.rng = random.Random(seed)
        self.author = Author(self.rng)
        self.project = self.author.project()
        self.copies = [os.path.join(place, name) for name in ("by_mlp", "by_dvc", "by_both")]
        self.runs = os.path.join(place, "runs")
        self.files = {}
        self.begin()

    def begin(self):
        first = self.copies[0]
        os.makedirs(first)
        if self.project.git:
            subprocess.run(["git", "init", "-q", "."], cwd=first, check=True)
        self.must(dvc(first, "init", "-q", *([] if self.project.git else ["--no-scm"])))
        with open(os.path.join(first, ".dvc/config"), "a") as config:
            config.write("\n" + self.project.config)
        self.files = self.project.render(self.rng)
        apply(first, {}, self.files)
        for path in self.project.tracked:
            self.must(dvc(first, "add", "-q", path))
        for other in self.copies[1:]:
            shutil.copytree(first, other, symlinks=True)

    def pipelines(self):
        """What `mlp run` brings up to date: every pipeline, and of the .dvc files what those need."""
        return sorted(path for path in self.files if os.path.basename(path) == "dvc.yaml")

    def must(self, call):
        if call.code != 0:
            raise AssertionError(call.err)

    def mlp(self, folder, *words):
        done = subprocess.run([self.mlp_program, *words], cwd=folder, capture_output=True, text=True, errors="replace", timeout=120)
        return Call(done.returncode, done.stdout, done.stderr)

    def repro(self, folder, options):
        flags, targets = options
        return dvc(folder, "repro", *(OF_DVC.get(flag, flag) for flag in flags), *(targets or self.pipelines()))

    def mlp_run(self, folder, options):
        flags, targets = options
        return self.mlp(folder, "run", *flags, *targets)

    def ran(self, call):
        """The call's result, and the stages that it ran."""
        os.environ["RUNS"] = self.runs
        open(self.runs, "w").close()
        result = call()
        with open(self.runs) as file:
            return result, collections.Counter(file.read().split("\n"))

    def change(self, words, disturb):
        self.log.append(words)
        after = self.project.render(self.rng)
        for folder in self.copies:
            if disturb:
                disturb(folder)
            apply(folder, self.files, after)
        self.files = after

    def step(self, number, options):
        """-> what is wrong, or None; and whether the series goes on."""
        by_mlp, by_dvc, by_both = self.copies
        theirs, their_runs = self.ran(lambda: self.repro(by_dvc, options))
        ours, our_runs = self.ran(lambda: self.mlp_run(by_mlp, options))
        if theirs.code == 255 and ours.code == 0 and "missing data 'source" in theirs.err:
            return None, False  # mlp brings back from the cache what a frozen stage made
        if (theirs.code == 0) != (ours.code == 0):
            return f"DVC ends with {theirs.code}, mlp with {ours.code}\n{theirs.err}\n{ours.err}", False
        if ours.code not in (0, 1, 3, 4, 5):
            return f"mlp ends with {ours.code}: {ours.err}", False
        self.last = theirs.err[-300:] + ours.err[-300:]
        if theirs.code != 0 and "--keep-going" not in options[0]:
            # What ran before the failure differs: DVC runs one stage after another.
            return None, False
        if our_runs - their_runs:  # fewer where DVC's cache lost what still stands in the folder
            return f"DVC ran {their_runs}\nmlp ran {our_runs}\n{ours.out}{ours.err}", False
        if theirs.code != 0 and not self.compare(by_mlp, by_dvc, but=".gitignore") and self.compare(by_mlp, by_dvc):
            return None, False  # when a stage fails, DVC takes back the lines of those that did not
        problem = self.compare(by_mlp, by_dvc)
        if problem:
            return problem + f"\n--- DVC said {theirs.out}{theirs.err}--- mlp said {ours.out}{ours.err}", False
        third = self.repro(by_both, options) if number % 2 else self.mlp_run(by_both, options)
        problem = self.compare(by_both, by_dvc)
        if problem:
            return f"in turn (now {'DVC' if number % 2 else 'mlp'}): {problem}\n{third.out}{third.err}", False
        return self.nothing_left(), True

    def compare(self, ours, theirs, but="/"):
        our, their = listing(ours), listing(theirs)
        lines = []
        for path in sorted(our.keys() | their.keys()):
            a, b = their.get(path, "not there"), our.get(path, "not there")
            if a != b and os.path.basename(path) != but:
                lines.append(f"{path}:")
                lines += difflib.unified_diff(a.split("\n"), b.split("\n"), "DVC", "mlp", n=2, lineterm="")
        return "\n".join(lines)

    def nothing_left(self):
        """Each looks at what the other made."""
        by_mlp, by_dvc, _ = self.copies
        of_ours = of_theirs = dvc(by_mlp, "status", "--json")
        if of_ours.out.strip() != "{}":  # a stage that runs every time, or a frozen one
            of_theirs = dvc(by_dvc, "status", "--json")
        if of_ours.out != of_theirs.out:
            return f"dvc status after mlp: {of_ours.out}{of_ours.err}after dvc: {of_theirs.out}{of_theirs.err}"
        plan = self.mlp(by_dvc, "status", "--json")
        if plan.code != 0:
            return f"mlp status after dvc repro: {plan.err}"
        stages = json.loads(plan.out)["stages"]
        said = json.loads(of_theirs.out)
        due = {s["name"] for s in stages if s["action"] != "none" and not (s["name"].endswith(".dvc") and s["name"] in said)}
        frozen = {s["name"] for s in stages if s.get("frozen")}
        # Data that no stage needs is no pipeline's business. Of a frozen stage DVC says "always changed" and does not run it.
        known = {name: what for name, what in said.items()
                 if not name.endswith(".dvc") and not (name in frozen and what == ["always changed"])}
        if bool(due) != bool(known):
            return f"mlp status after dvc repro: {plan.out}\ndvc status: {of_theirs.out}"
        return None


def run_case(mlp, seed, place):
    case = Case(mlp, seed, place)
    rng, snapshots = case.rng, []
    for number in range(STEPS):
        snapshots.append(copy.deepcopy(case.project))
        options = ([], [])
        if number == 0:
            case.change("as made", None)
        elif len(snapshots) > 2 and rng.random() < 0.12:
            case.project = copy.deepcopy(rng.choice(snapshots))
            case.change("back to an earlier state", None)
        else:
            for _ in range(rng.choice([1, 1, 1, 2, 3])):
                case.change(*case.author.change(case.project))
            options = case.author.options(case.project)
        case.log.append(f"-> run {' '.join(options[0] + options[1])}")
        problem, goes_on = case.step(number, options)
        if problem:
            return case, problem
        if not goes_on:
            break
    return case, None


def main():
    mlp, seed, seconds, most = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 10**9
    os.environ.update(DVC_NO_ANALYTICS="1", DVC_TEST="1", SHELL="/bin/sh")
    end, done, steps, wrong = time.monotonic() + seconds, 0, 0, 0
    print(f"seed {seed}")
    load_dvc()
    while done < most and (time.monotonic() < end or not done):
        place = tempfile.mkdtemp(prefix="mlp-project-")
        os.environ["DVC_SITE_CACHE_DIR"] = os.path.join(place, "site")
        try:
            case, problem = run_case(mlp, seed + done, place)
        except AssertionError as error:
            print(f"seed {seed + done} makes no project: {error}")
            case = problem = None
        if case:
            steps += sum(line.startswith("->") for line in case.log)
        if problem:
            wrong += 1
            print(f"---- project of seed {seed + done}: " + "; ".join(case.log) + f"\n{problem}\n     kept in {place}", flush=True)
        else:
            subprocess.run(["chmod", "-R", "u+w", place])
            shutil.rmtree(place)
        done += 1
        if wrong >= 5:
            break
    print(f"{done} projects, {steps} runs, {wrong} different")
    sys.exit(1 if wrong or not steps else 0)


if __name__ == "__main__":
    main()
