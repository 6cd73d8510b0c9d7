"""Cases for what cookiecutter and copier add to Jinja: filters with the values that they are given."""
import random

TEXTS = ["My Project", "Übung: Groß & Klein", "it's  a 'test'", "1,000.50 €", "", "---", "a_b-c", "Łódź – “x”", "naïve café №", "Москва", "  lead", "x" * 90,
         "C++ & C# (2024)!", "a&amp;b &#65; &lt;", "one two three four five", "Æsir Ørsted þorn", "yes", "no", "null", "~", "1", "1.5", "0x1f", "0o17", "017", "1e5",
         "1.0e+3", "12:30", "12:30:45", "2024-01-01", "2024-01-01 10:00:00", "<<", "=", "a: b", "a:b", "a #b", "a#b", "- a", "-a", "? x", "?x", "[x]", "{x", "*a",
         "&a", "!a", "%a", "@a", "`a", "|", ">", "'q'", '"q"', "a\nb", "a\n", "\na", "a\n\nb", "a \nb", "a\n b", "tab\there", " ", "é", "\u00a0", "\x07", "\U0001f600",
         "word " * 30, "long-word-" * 15 + " x y", "'" * 3, "a, b", "...", "--- a", ".inf", ".5", "1_000", "+1", "-1", "1.", "0b101", "True", "on", "y", "\\", "a\\b",
         "\u2028x", "0", "-0", "00", "08", "1:61", "x: " * 30, '"a" ' * 30, "é " * 60, "tab\t" * 30]
PATTERNS = [r"^[a-z]+$", r"^[a-z][a-z0-9_-]+$", r"\d+", r"(\w+)=(\d+)", r"^(?P<a>\w+)\W", r"[^\w]+", r"\s+", r"a*", r"b*", r"(a)|(b)", r"^\S+@\S+\.\S+$", r"(?i)foo",
            r"o$", r"^bar", r"\Z", r"\A.", r"[]]", r"[^]a]", r"[\d.]+", r"x{2}", r"(?=b)", r"(?<=a)b", r"(?:a|b)+?", r".", r"(", r"[", r"\p{L}", r"é", r"(?P=x)", r"*a",
            r"[a-", r"\bb", r"(?P<n>a)(?P=n)", r"^v?(\d+)\.(\d+)(\.(\d+))?$", r"[-_ ]", r"(?#c)a", r"^$", r"\\", r"a|b|", r"[[]", r"a++", r"(?a)x"]
SUBJECTS = ["abc", "my-project_1", "1.2.3", "", "foo\nbar\n", "user@example.com", "éÉ ñ", "aaa", "x=1, y=22", "FOO_bar", "a]b[c"]
REPLACEMENTS = ["", "-", r"<\1>", r"\g<0>", r"\g<a>", r"\n", r"\\", r"x\.y", r"\q"]
DATA = {"texts": TEXTS, "p": PATTERNS, "s": SUBJECTS, "r": REPLACEMENTS, "flat": {"a": 1, "b": "x", "c": True, "d": None, "e": 1.5, "f": [], "g": {}, "h": "", "i": "yes", "j": 1e20, "k": -0.5},
        "nested": {"list": ["a", {"b": 1, "c": ["d", "e"]}, ["f", ["g", "h"]], []], "map": {"x": {"y": {"z": [1, 2]}}}, "1": 2}, "rows": [{"a": 1}, {"a": [{"b": {}}]}],
        "wide": ["number %d" % i for i in range(40)], "widemap": {"key%d" % i: i for i in range(30)}}

COOKIECUTTER = ["slugify", "slugify(separator='_')", "slugify(max_length=6)", "slugify(max_length=9, word_boundary=True)", "slugify(lowercase=False)",
                "slugify(max_length=12, word_boundary=True, save_order=True)", "slugify(stopwords=['a', 'two'])", "slugify(replacements=[['&', 'and']])",
                "jsonify", "jsonify(2)", "jsonify(none)"]
COPIER = ["to_nice_yaml", "to_yaml", "to_json", "to_nice_json", "quote", "b64encode", "basename", "dirname", "splitext", "bool", "type_debug",
          "hash('sha256')", "hash('md5')", "md5", "regex_escape", "ternary('a', 'b')", "to_nice_yaml(indent=2)", "to_nice_yaml(sort_keys=False)", "flatten", "mandatory",
          "to_yaml(default_flow_style=False)", "to_json(indent=2)", "to_nice_json(indent=1)", "to_nice_yaml(indent=2, width=40)"]


def regex_cases(pick):
    """Each pattern on some of the subjects."""
    for pattern in range(len(PATTERNS)):
        for subject in pick.sample(range(len(SUBJECTS)), 6):
            start = "{{ s[%d] | regex_" % subject
            for call in ("search(p[%d])", "search(p[%d], '\\\\1')", "findall(p[%d])", "search(p[%d], ignorecase=true)", "findall(p[%d], true, true)"):
                yield start + call % pattern + " }}", {"extensions": ["ansible"]}
            yield start + "replace(p[%d], r[%d]) }}" % (pattern, pick.randrange(len(REPLACEMENTS))), {"extensions": ["ansible"]}


def cases(seed):
    pick = random.Random(seed)
    yield from regex_cases(pick)
    for index in range(len(TEXTS)):
        for name in COOKIECUTTER:
            yield "{{ texts[%d] | %s }}" % (index, name), {"undefined": "strict", "extensions": ["cookiecutter"]}
        for name in COPIER:
            yield "{{ texts[%d] | %s }}" % (index, name), {"keep_trailing_newline": True, "extensions": ["ansible"]}
        yield "{{ {'k': texts[%d], texts[%d]: [texts[%d]]} | to_nice_yaml }}" % (index, index, index), {"extensions": ["ansible"]}
        yield "{{ [texts[%d], {'k': texts[%d]}] | to_yaml }}" % (index, index), {"extensions": ["ansible"]}
    for value in ["flat", "nested", "rows", "wide", "widemap", "5", "1.5", "none", "true", "[]", "{}", "[[1, 2], [3]]", "{'a': wide}", "{'a': widemap}", "{'a': texts}"]:
        for name in COPIER + COOKIECUTTER:
            yield "{{ %s | %s }}" % (value, name), {"extensions": ["ansible", "cookiecutter"]}
    for _ in range(400):
        value = literal(pick, 0)
        yield "{{ %s | %s }}" % (value, pick.choice(["to_nice_yaml", "to_yaml", "to_nice_yaml(indent=2)", "to_nice_json", "jsonify"])), {"extensions": ["ansible", "cookiecutter"]}
    for zone in ["'utc', '%Y'", "'UTC', '%Y-%m'", "'local'", "'utc' + 'months=1', '%m'", "'utc' - 'years=2,months=1', '%Y-%m'", "'utc' + 'weeks=1', '%W'", "'+02:00', '%z'"]:
        yield "{%% now %s %%}" % zone, {"extensions": ["cookiecutter"]}


def literal(pick, depth):
    kind = pick.randrange(6 if depth < 4 else 3)
    if kind < 3:
        return pick.choice(["texts[%d]" % pick.randrange(len(TEXTS)), "1", "true", "none", "2.5", "'x'"])
    items = [literal(pick, depth + 1) for _ in range(pick.randrange(4))]
    if kind == 3:
        return "{" + ", ".join("'k%d': %s" % (i, item) for i, item in enumerate(items)) + "}"
    return "[" + ", ".join(items) + "]"
