"""What the comparisons with cookiecutter and copier share: templates written down as dicts, trees read back, one verdict a case.

A template is {path: content}; a content is text, bytes, ("link", target), ("mode", 0o755, text) or None for an empty folder.
"""
import os
import pathlib
import shutil
import stat
import subprocess
import tempfile


def write(root, files):
    for name, content in files.items():
        path = pathlib.Path(root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = None
        if isinstance(content, tuple) and content[0] == "mode":
            _, mode, content = content
        if content is None:
            path.mkdir(exist_ok=True)
        elif isinstance(content, tuple):
            path.symlink_to(content[1])
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if mode is not None:
            path.chmod(mode)


def tree(root):
    found = {}
    for base, folders, files in os.walk(root):
        if pathlib.Path(base) == pathlib.Path(root) and ".git" in folders:
            folders.remove(".git")
        for name in folders + files:
            path = pathlib.Path(base, name)
            info = path.lstat()
            if stat.S_ISLNK(info.st_mode):
                found[str(path.relative_to(root))] = ("link", os.readlink(path))
            elif stat.S_ISDIR(info.st_mode):
                found[str(path.relative_to(root))] = ("folder",)
            else:
                found[str(path.relative_to(root))] = ("file", oct(stat.S_IMODE(info.st_mode)), path.read_bytes())
    return found


class Comparison:
    """Renders each case in a folder of its own with the peer and with mlp, and counts how they compare."""

    def __init__(self):
        self.counts = {"same": 0, "both refuse": 0, "refused by design": 0, "different": 0}

    def run(self, name, files, render_peer, command, refused=None):
        """@param render_peer called with template and target folder; @param command of mlp, given the same
        @param refused a text that mlp's error holds where mlp refuses on purpose what the peer does"""
        with tempfile.TemporaryDirectory() as work:
            template, peer, ours = (pathlib.Path(work, part) for part in ("template", "peer", "ours"))
            template.mkdir()
            peer.mkdir()
            ours.mkdir()
            write(template, files)
            try:
                render_peer(template, peer / "made")
                expected, why = tree(peer), None
            except Exception as error:  # whatever a template can make Python throw
                expected, why = None, f"{type(error).__name__}: {error}"
            done = subprocess.run(command(template, ours / "made"), capture_output=True, text=True, cwd=ours)
            found = tree(ours) if done.returncode == 0 else None
            self.judge(name, expected, why, found, done.stderr, refused)

    def judge(self, name, expected, why, found, said, refused):
        if found is None and refused is not None and refused in said:
            verdict = "refused by design"
        elif expected is None and found is None:
            verdict = "both refuse"
        elif expected == found:
            verdict = "same"
        else:
            verdict = "different"
            print(f"{name}:\n  peer {why or ''}\n  mlp  {said.strip()}")
            for path in sorted({*(expected or {}), *(found or {})}):
                left, right = (expected or {}).get(path), (found or {}).get(path)
                if left != right:
                    print(f"    {path}\n      peer {left}\n      mlp  {right}")
        self.counts[verdict] += 1

    def report(self):
        print(self.counts)
        return 1 if self.counts["different"] else 0
