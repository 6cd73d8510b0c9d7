"""YAML as DVC's own dumper writes it against emit_yaml, on random values. The seed is printed; the first argument sets it."""
import datetime
import random
import sys

from dvc.utils.serialize import dumps_yaml

from mlp_formats import Comparison, Mlp

driver, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rng = random.Random(seed)

WORDS = ["data", "train.py", "a", "--lr", "0.1", "it's", '"q"', "x: y", "#no", "a#b", "äöü", "€", "😀", "-", "?", ":", "'",
         "path/to/some/file.csv", "w" * 30, "v" * 79, "u" * 90, "\\", "\t", "[", "]", "{", "}", ",", "&", "*", "%", "@", "!", "|", ">"]
GAPS = [" ", " ", " ", " ", "  ", "   ", "\n", "\n\n", "\n  ", " \n", "", "\r\n", "\x85", "\u2028", "\xa0", "\ufeff", "\0", "\x1b", ", ", ": "]
ODD = ["", " ", "~", "null", "Null", "true", "TRUE", "tRue", "yes", "on", "=", "<<", "<", "---", "--- x", "...", "-", "- a", "?", "? a", ":", ": a", "a:",
       "1", "-1", "+1", "0x1f", "0o17", "0b11", "0b12", "017", "08", "1_0", "_1", "+_", "-_", "1.", ".5", "-.5", ".5e3", ".5e+3", "1e5", "1e+5", "1E-5", "1.5e3", "1e", "1.e1",
       "+.inf", ".Inf", ".inF", ".nan", "-.nan", ".NAN", "0x", "0xg", "0o8", "0o", "1:30", "12e03", "1e5.5",
       "2024-01-02", "2024-1-2", "2024-1-2 3:04:05", "2024-01-02T03:04:05Z", "2024-01-02 03:04:05.1 +1:00", "2024-01-02T", "2024-01-02 3:4:5",
       "!", "!a", "&a", "*a", "%a", "@a", "`a", "|", ">", "'", "''", "'a'", '"', '"a"', "#", "a #", "a# b", "[a]", "{a}", "a]", ",", "a, b", "\n", "\n\n", "a\n", "\na", " a", "a ",
       "x" * 122, "x" * 123, "x" * 128, "😀" * 60, "ab " * 40, "a  b " * 30, "word " * 14 + "it's", "it's \n" * 20, "\\\"" * 60, "é\x07" * 40]


def text():
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(ODD)
    if kind < 0.45:
        return "".join(rng.choice("+-0123456789.eE_xob:T Zz") for _ in range(rng.randint(1, 12)))
    parts = []
    plain = rng.random() < 0.5
    for _ in range(rng.choice([1, 2, 3, 8, 20, 40])):
        parts.append(rng.choice(WORDS[:9] if plain else WORDS))
        parts.append(" " if plain else rng.choice(GAPS))
    return "".join(parts)[: rng.choice([None, -1])]


class Words:
    """A scalar that JSON cannot hold, and the words it stands as in YAML."""

    def __init__(self, value, words):
        self.value, self.words = value, words


def scalar():
    kind = rng.randint(0, 9)
    if kind < 5:
        return text()
    if kind == 5:
        return rng.choice([0, 1, -1, 2**63 - 1, -(2**63), 2**64 - 1, rng.randint(-1000, 1000)])
    if kind == 6:
        return rng.choice([0.0, -0.0, 0.1, 1e-05, 1e16, 1e22, 5e-324, 1.5, rng.random(), rng.random() * 10 ** rng.randint(-20, 20), -rng.random()])
    if kind == 7:
        return rng.choice([True, False, None])
    day = datetime.date(rng.randint(1, 9999), rng.randint(1, 12), rng.randint(1, 28))
    moment = datetime.datetime(2024, 1, 2, 3, 4, rng.randint(0, 59), rng.choice([0, 600]))
    big = rng.choice([2**64, 10**30, -(10**25)])
    return rng.choice([Words(day, day.isoformat()), Words(moment, moment.isoformat(" ")), Words(big, str(big)),
                       Words(float("nan"), ".nan"), Words(float("inf"), ".inf"), Words(-float("inf"), "-.inf")])


def value(depth):
    kind = rng.random()
    if depth and kind < 0.25:
        return [value(depth - 1) for _ in range(rng.choice([0, 1, 2, 3]))]
    if depth and kind < 0.55:
        return {text(): value(depth - 1) for _ in range(rng.choice([0, 1, 2, 3]))}
    return scalar()


def python(v):
    if isinstance(v, Words):
        return v.value
    if isinstance(v, list):
        return [python(x) for x in v]
    return {k: python(x) for k, x in v.items()} if isinstance(v, dict) else v


def as_json(v):
    if isinstance(v, Words):
        return {"\x01": v.words}
    if isinstance(v, list):
        return [as_json(x) for x in v]
    return {k: as_json(x) for k, x in v.items()} if isinstance(v, dict) else v


print(f"seed {seed}, {count} values")
mlp, comparison = Mlp(driver), Comparison()
for number in range(count):
    tree = {text(): value(4) for _ in range(rng.choice([1, 2, 4]))}
    comparison.check(f"value {number}: {python(tree)!r}", dumps_yaml(python(tree)), mlp.ask("yaml", value=as_json(tree)))
comparison.end()
