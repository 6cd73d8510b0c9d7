"""Broken files against what `mlp validate` says of them.

broken/*.txt hold cases. A case is a line "=== what is wrong", optionally "$ FILE..." (what is named on the command
line; else the whole project), and files behind "--- NAME". In files a line

    #   ^~~~ MLP010 Did you mean 'deps'

is no part of the file: it says that a finding with that code begins below the line before it at '^' and ends with the
last '~' (a mark in the first column stands without '#'), and that its message or hint holds the text. A mark
"^ see MLP033" is a place that a finding with that code names as related; one below "(end)" is behind the last line. "--- NAME escaped" decodes \\xNN, \\r and \\t;
columns count decoded characters. Lines of "--- NAME returns" end with a carriage return alone. Nothing may be found that
is not marked, every finding has a way out, and the exit code is that of the worst. With MLP_ACCEPT=1 the marks are written from what is found: read them before they go in.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from multiprocessing.pool import ThreadPool
from pathlib import Path

END = "(end)"
MARK = re.compile(r"^#? *(\^~*) +(see +)?(MLP\d{3})(?: (.*))?$")


@dataclass
class File:
    header: str
    lines: list[str] = field(default_factory=list)
    ended: bool = False  # marks behind END are about the line behind the last
    marks: list[tuple] = field(default_factory=list)  # (line, column, end or None for "see", code, text)

    @property
    def name(self) -> str:
        return self.header.split()[0]

    @property
    def content(self) -> bytes:
        end = "\r" if self.header.endswith(" returns") else "\n"
        text = "".join(line + end for line in self.lines).encode()
        if not self.header.endswith(" escaped"):
            return text
        known = {b"r": b"\r", b"t": b"\t"}
        return re.sub(
            rb"\\(?:x([0-9a-f]{2})|([rt]))", lambda m: bytes.fromhex(m[1].decode()) if m[1] else known[m[2]], text
        )


@dataclass
class Case:
    title: str
    arguments: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)


def read_cases(path: Path) -> list[Case]:
    cases: list[Case] = []
    for line in path.read_text().split("\n")[:-1]:
        if line.startswith("=== "):
            cases.append(Case(line[4:]))
        elif line.startswith("$ "):
            cases[-1].arguments = line[2:].split()
        elif line.startswith("--- "):
            cases[-1].files.append(File(line[4:]))
        elif mark := MARK.match(line):
            file = cases[-1].files[-1]
            column = mark.start(1) + 1
            end = None if mark[2] else column + len(mark[1])
            line_number = max(len(file.lines) + (1 if file.ended else 0), 1)
            file.marks.append((line_number, column, end, mark[3], mark[4] or ""))
        elif line == END:
            cases[-1].files[-1].ended = True
        elif cases and cases[-1].files:
            cases[-1].files[-1].lines.append(line)
    return cases


def validate(case: Case) -> tuple[int, str, list[dict]]:
    with tempfile.TemporaryDirectory() as folder:
        for file in case.files:
            place = Path(folder, file.name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.content)
        command = [os.environ["MLP"], "-C", folder, "validate", "--json", *case.arguments]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    if done.returncode not in (0, 3):
        return done.returncode, done.stderr.decode(), []
    return done.returncode, "", json.loads(done.stdout)["problems"]


def judge(case: Case, code: int, error: str, problems: list[dict]) -> list[str]:
    """What differs from what the case says."""
    if error:
        return [f"exit {code}: {error}"]
    wrong = [f"no way out: {p['file']}:{p['line']} {p['code']} {p['message']}" for p in problems if not p["hint"]]
    worst = 3 if any(p["severity"] == "error" for p in problems) else 0
    if code != worst:
        wrong.append(f"exit {code}, not {worst}")
    if not problems:
        wrong.append("silent")
    related = {(r["file"], r["line"], r["column"], p["code"]) for p in problems for r in p["related"]}
    unmarked = list(problems)
    for name, line, column, end, mark, text in ((file.name, *mark) for file in case.files for mark in file.marks):
        if end is None:
            if (name, line, column, mark) not in related:
                wrong.append(f"{name}:{line}:{column} is no related place of {mark}")
            continue
        place = (name, line, column, end, mark)
        for p in unmarked:
            said = f"{p['message']}\n{p['hint']}"
            if (p["file"], p["line"], p["column"], p["end_column"], p["code"]) == place and text in said:
                unmarked.remove(p)
                break
        else:
            wrong.append(f"not found: {name}:{line}:{column}-{end} {mark} {text}")
    for p in unmarked:
        wrong.append(f"not marked: {p['file']}:{p['line']}:{p['column']}-{p['end_column']} {p['code']} {p['message']}")
    return wrong


def mark_line(column: int, rest: str, length: int = 1) -> str:
    carets = "^" + "~" * (length - 1)
    return f"{carets} {rest}" if column < 2 else "#" + " " * (column - 2) + f"{carets} {rest}"


def rewrite(path: Path, found: list[tuple[Case, list[dict]]]) -> None:
    """Writes the cases again with marks for what was found."""
    out = []
    for case, problems in found:
        out.append(f"=== {case.title}")
        if case.arguments:
            out.append("$ " + " ".join(case.arguments))
        for file in case.files:
            out.append(f"--- {file.header}")
            marks: dict[int, list[str]] = {}
            for p in problems:
                if p["file"] == file.name:
                    said = f"{p['message']}\n{p['hint']}"
                    known = [m[4] for m in file.marks if m[4] and m[3] == p["code"] and m[4] in said]
                    text = known[0] if known else p["message"]
                    line = mark_line(p["column"], f"{p['code']} {text}", p["end_column"] - p["column"])
                    marks.setdefault(p["line"], []).append(line)
                for r in p["related"]:
                    if r["file"] == file.name:
                        marks.setdefault(r["line"], []).append(mark_line(r["column"], f"see {p['code']}"))
            for number, line in enumerate(file.lines, 1):
                out += [line, *marks.pop(number, [])]
            if marks:
                out += [END, *(line for number in sorted(marks) for line in marks[number])]
    path.write_text("\n".join(out) + "\n")


def main() -> None:
    chosen = sys.argv[1] if len(sys.argv) > 1 else ""
    failures = count = 0
    for path in sorted(Path(__file__).parent.joinpath("broken").glob("*.txt")):
        cases = read_cases(path)
        with ThreadPool(2) as pool:
            results = pool.map(validate, cases)
        if os.environ.get("MLP_ACCEPT"):
            rewrite(path, [(case, problems) for case, (_, _, problems) in zip(cases, results, strict=True)])
        for case, result in zip(cases, results, strict=True):
            count += 1
            if chosen in case.title and (wrong := judge(case, *result)):
                failures += 1
                print(f"{path.name}: {case.title}", *wrong, sep="\n    ")
    print(f"{count} cases, {failures} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
