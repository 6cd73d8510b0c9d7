"""What the comparisons with DVC share: asking mlp's readers and writers, and telling what differs."""
import difflib
import json
import subprocess
import sys


class Mlp:
    """The driver tests/compat/dvc_formats.cpp, one request after another."""

    def __init__(self, driver):
        self.process = subprocess.Popen([driver], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(self, what, **request):
        self.process.stdin.write(json.dumps({"what": what, **request}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


class Comparison:
    def __init__(self):
        self.equal = self.different = 0

    def check(self, what, wanted, reply):
        if reply.get("answer") == wanted:
            self.equal += 1
            return
        self.different += 1
        if self.different <= 5:
            print(f"---- {what}")
            got = reply.get("answer")
            if isinstance(got, str) and isinstance(wanted, str):
                print("".join(difflib.unified_diff(wanted.splitlines(True), got.splitlines(True), "DVC", "mlp", n=2)))
            else:
                print(f"  DVC {wanted!r}\n  mlp {reply!r}")

    def end(self):
        print(f"{self.equal} equal, {self.different} different")
        sys.exit(1 if self.different or not self.equal else 0)
