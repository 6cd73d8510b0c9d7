"""Random templates from a small grammar; the seed is printed by the caller and makes them again."""
import random

NAMES = ["name", "n", "f", "items", "words", "d", "users", "t", "no", "missing", "uni", "x", "loop.index"]
FILTERS = ["upper", "lower", "title", "length", "list", "sort", "join(',')", "first", "last", "default('z')", "int", "string", "trim",
           "replace('a', 'b')", "reverse", "unique", "sum", "max", "min", "abs", "round(1)", "tojson", "e", "indent(2)", "capitalize",
           "map('string')", "select", "truncate(5)", "wordcount", "float", "batch(2)", "dictsort", "items", "safe", "format(1)"]
TESTS = ["defined", "none", "odd", "string", "number", "mapping", "iterable", "sequence", "divisibleby 2", "in items", "eq 1", "lower"]
METHODS = [".upper()", ".split()", ".items()", ".keys()", "[0]", "[-1]", "[1:]", ".name", ".title()", "['a']", ".get('a')", ".strip('A')"]
LITERALS = ["1", "0", "-3", "2.5", "'a'", "'A b'", "''", "none", "true", "false", "[1, 'b']", "(1, 2)", "{'a': 1}", "[]", "{}", "1e20", "range(3)"]


class Maker:
    def __init__(self, seed):
        self.pick = random.Random(seed)

    def expression(self, depth=0):
        kind = self.pick.randrange(12 if depth < 3 else 2)
        if kind == 0:
            return self.pick.choice(NAMES)
        if kind == 1:
            return self.pick.choice(LITERALS)
        inner = self.expression(depth + 1)
        if kind in (2, 3, 4):
            return f"{inner}|{self.pick.choice(FILTERS)}"
        if kind == 5:
            inner = f"({inner})" if "|" in inner or " is " in inner else inner  # "x|int.name" would be a filter of that name
            return f"{inner}{self.pick.choice(METHODS)}"
        if kind == 6:
            return f"{inner} is {self.pick.choice(['', 'not '])}{self.pick.choice(TESTS)}"
        other = self.expression(depth + 1)
        if kind in (7, 8):
            return f"{inner} {self.pick.choice(['+', '-', '*', '~', '/', '//', '%', '==', '!=', '<', 'in', 'not in', 'and', 'or'])} {other}"
        if kind == 9:
            return f"({inner} if {other} else {self.expression(depth + 1)})"
        if kind == 10:
            return f"({inner})"
        return f"{self.pick.choice(['not ', '-'])}{inner}"

    def tag(self, kind, body):
        left = self.pick.choice(["", "", "", "-", "+"])
        right = self.pick.choice(["", "", "", "-"])
        return f"{{{kind}{left} {body} {right}{'%' if kind == '%' else '}'}}}"

    def text(self):
        return self.pick.choice(["a", " ", "\n", "  \n  ", "b\n", "\t", "é", "\n\n", "{", "}"])

    def part(self, depth):
        kind = self.pick.randrange(9 if depth < 3 else 3)
        if kind == 0:
            return self.text()
        if kind in (1, 2):
            return self.tag("{", self.expression())
        body = self.body(depth + 1)
        if kind == 3:
            other = self.tag("%", "else") + self.body(depth + 1) if self.pick.random() < 0.5 else ""
            return self.tag("%", f"if {self.expression(1)}") + body + other + self.tag("%", "endif")
        if kind in (4, 5):
            target = self.pick.choice(["x", "x", "name", "n", "a, b"])
            source = self.pick.choice(["items", "words", "range(3)", "d.items()", "'ab'", self.expression(2)])
            condition = f" if {self.expression(2)}" if self.pick.random() < 0.2 else ""
            return self.tag("%", f"for {target} in {source}{condition}") + body + self.tag("%", "endfor")
        if kind == 6:
            name = self.pick.choice(["x", "name", "y"])
            if self.pick.random() < 0.5:
                return self.tag("%", f"set {name} = {self.expression(1)}")
            return self.tag("%", f"set {name}") + body + self.tag("%", "endset")
        if kind == 7:
            return self.tag("%", f"with y = {self.expression(2)}") + body + self.tag("%", "endwith")
        return self.tag("%", f"filter {self.pick.choice(['upper', 'trim', 'length', 'indent'])}") + body + self.tag("%", "endfilter")

    def body(self, depth=0):
        return "".join(self.part(depth) for _ in range(self.pick.randrange(1, 4)))


def cases(seed=None, count=3000):
    seed = random.randrange(10**6) if seed is None else seed
    maker = Maker(seed)
    options = [{}, {"undefined": "strict"}, {"trim_blocks": True, "lstrip_blocks": True}, {"undefined": "chainable"}]
    return seed, [(maker.body() if i % 2 else "{{ " + maker.expression() + " }}", options[i // 2 % 4]) for i in range(count)]
