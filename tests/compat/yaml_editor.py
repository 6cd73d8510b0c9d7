"""What an editor with the YAML language server shows of files, by the schemas that mlp prints: python yaml_editor.py FOLDER PROGRAM…

FOLDER holds schemas/, good/ and bad/; `mlp validate` of each bad file is beside it as FILE.json. Ends with 1 and says what is wrong.
"""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


class Editor:
    """One language server over standard input and output (LSP 3.17)."""

    def __init__(self, program: list[str], folder: Path) -> None:
        self._server = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._folder = folder
        self._last = 0
        self._shown: dict[str, list] = {}
        self._ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {
            "textDocument": {"hover": {"contentFormat": ["plaintext"]},
                             "completion": {"completionItem": {"documentationFormat": ["plaintext"]}}}}})
        self._tell("initialized", {})

    def __enter__(self) -> Editor:
        return self

    def __exit__(self, *_) -> None:
        self._server.kill()
        self._server.wait()

    def _write(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._server.stdin.flush()

    def _read(self) -> dict:
        length = 0
        while line := self._server.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if length == 0:
            raise EOFError("the language server is gone")
        return json.loads(self._server.stdout.read(length))

    def _tell(self, method: str, params: dict) -> None:
        self._write({"method": method, "params": params})

    def _take(self, message: dict) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self._shown[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:  # it asks for settings and the like: none
            items = message["params"].get("items", []) if isinstance(message.get("params"), dict) else []
            self._write({"id": message["id"], "result": [None] * len(items) if items else None})

    def _ask(self, method: str, params: dict):
        self._last += 1
        self._write({"id": self._last, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._last and "method" not in message:
                return message.get("result")
            self._take(message)

    def open(self, name: str, text: str) -> list:
        """The problems that are underlined."""
        uri = (self._folder / name).as_uri()
        self._tell("textDocument/didOpen",
                   {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        while uri not in self._shown:
            self._take(self._read())
        return self._shown[uri]

    def hover(self, name: str, line: int, column: int) -> str:
        found = self._ask("textDocument/hover", {"textDocument": {"uri": (self._folder / name).as_uri()},
                                                 "position": {"line": line - 1, "character": column - 1}})
        return json.dumps(found["contents"]) if found else ""

    def offered(self, name: str, line: int, column: int) -> list[str]:
        found = self._ask("textDocument/completion", {"textDocument": {"uri": (self._folder / name).as_uri()},
                                                      "position": {"line": line - 1, "character": column - 1}})
        return [item["label"] for item in (found["items"] if isinstance(found, dict) else found or [])]




def schema_line(folder: Path, name: str) -> str:
    return f"# yaml-language-server: $schema={(folder / 'schemas' / name).as_uri()}\n"


def check_good(editor: Editor, folder: Path) -> None:
    """Nothing is underlined in what mlp accepts."""
    files = sorted((folder / "good").rglob("*.*"))
    assert len(files) >= 8, files
    for file in files:
        schema = file.relative_to(folder / "good").parts[0]
        shown = editor.open(f"good/{schema}/{file.name}", schema_line(folder, schema) + file.read_text())
        assert shown == [], (file, shown)


def check_bad(editor: Editor, folder: Path) -> None:
    """Each mistake in the form of a file is underlined where mlp finds it."""
    for file in sorted((folder / "bad").glob("*.yaml")):
        problem, = json.loads(file.with_suffix(".json").read_text())["problems"]
        shown = editor.open(f"bad/{file.name}", schema_line(folder, "mlp") + file.read_text())
        places = {(one["range"]["start"]["line"], one["range"]["start"]["character"] + 1) for one in shown}
        assert (problem["line"], problem["column"]) in places, (file, problem, shown)


def check_teaching(editor: Editor, folder: Path) -> None:
    """Descriptions at the pointer, and what can be written here."""
    text = schema_line(folder, "mlp") + "version: 1\nproject: p\nstages:\n  a:\n    cmd: make a\n    \n"
    editor.open("teaching.yaml", text)
    assert "What to run" in editor.hover("teaching.yaml", 6, 6), editor.hover("teaching.yaml", 6, 6)
    offered = editor.offered("teaching.yaml", 7, 5)
    assert {"deps", "outs", "params"} <= set(offered) and "cmd" not in offered, offered


def main() -> None:
    folder = Path(sys.argv[1])
    with Editor([*sys.argv[2:], "--stdio"], folder) as editor:
        check_good(editor, folder)
        check_bad(editor, folder)
        check_teaching(editor, folder)


main()
