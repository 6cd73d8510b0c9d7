"""Caps on growth: 600 lines a file, 80 lines a function. Usage: sizes.py ROOT

Functions are found by counting braces in text without comments and literals: a '{' that follows a ')' while everything
around it is a namespace or a type opens a function. Good enough for code in our style, and free of a compiler.
"""
import pathlib
import re
import sys

FILE_CAP, FUNCTION_CAP = 600, 80
LITERALS = re.compile(
    r'R"(?P<tag>[^(\s]{0,16})\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/', re.S)


def blank(match: re.Match) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def functions(text: str):
    """(first line, lines) of each function body."""
    text = LITERALS.sub(blank, text)
    text = re.sub(r"^[ \t]*#.*?(?<!\\)$", blank, text, flags=re.M)
    stack, start, line = [], 0, 1
    for at, char in enumerate(text):
        if char == "\n":
            line += 1
        elif char == "{":
            head = text[start:at]
            scope = re.search(r"\b(namespace|class|struct|union|enum|extern)\b", head) and ")" not in head.split("namespace")[-1]
            outside = all(kind == "scope" for kind, _ in stack)
            kind = "scope" if scope else "function" if outside and ")" in head and "=" not in head.split(")")[-1] else "block"
            stack.append((kind, line))
            start = at + 1
        elif char == "}":
            if stack:
                kind, first = stack.pop()
                if kind == "function":
                    yield first, line - first + 1
            start = at + 1
        elif char == ";":
            start = at + 1


def main() -> int:
    root = pathlib.Path(sys.argv[1])
    bad = []
    for folder in ("cli", "core", "tests"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".cpp", ".hpp", ".sh", ".py") or "build" in path.parts:
                continue
            text = path.read_text()
            lines = text.count("\n")
            name = path.relative_to(root)
            if lines > FILE_CAP:
                bad.append(f"{name}: {lines} lines, at most {FILE_CAP}")
            if folder == "tests" or path.suffix not in (".cpp", ".hpp"):
                continue
            bad += [f"{name}:{first}: a function of {length} lines, at most {FUNCTION_CAP}"
                    for first, length in functions(text) if length > FUNCTION_CAP]
    print("\n".join(bad), file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
