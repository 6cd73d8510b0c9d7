"""Renders small templates with copier and with `mlp init`, and compares the trees. Usage: copier_cases.py MLP"""
import sys
import warnings

import copier
import yaml
from template_trees import Comparison

warnings.simplefilter("ignore")
ANSWERS = {"{{ _copier_conf.answers_file }}.jinja": "# Changes here will be overwritten by Copier\n{{ _copier_answers|to_nice_yaml }}\n"}
SHOW = {"show.jinja": "{% for k, v in _copier_answers.items() if k != '_src_path' %}{{ k }}={{ v }};{% endfor %}\n"}


def template(files, config):
    return {"copier.yml": config if isinstance(config, str) else yaml.safe_dump(config, sort_keys=False), **files}


def answered(config):
    return template(ANSWERS | SHOW, config)


def questions():
    """Questions of every type, default and choice, with what is answered to them."""
    yield "types by default", {"s": "x", "i": 3, "f": 1.5, "b": True, "n": None, "l": [1, "a"], "d": {"a": 1, "b": [2]}, "e": "", "z": 0}, [{}]
    for kind, defaults in {"str": ["x", 3, 1.5, True, "", "yes", "1: 2"], "int": ["3", 3, 2.7, True, " 7 ", "1_000"], "float": ["1.5", 2, "1e3", "inf"],
                           "bool": ["yes", "no", 0, 1, "true", "0.0", "", "maybe", "off", "~"], "yaml": ["[1, a]", "a: 1", "yes", "017", "1:30", "~", 3, ["x"], "0x1f", "1e3", "on", "-"],
                           "json": ["[1, \"a\"]", "{\"a\": null}", "true", 3], "path": ["a/b", 3]}.items():
        for number, default in enumerate(defaults):
            yield f"{kind} {number}", {"q": {"type": kind, "default": default}}, [{}]
        yield f"{kind} given", {"q": {"type": kind, "default": defaults[0]}}, [{"q": text} for text in ("3", "x", "yes", "", "[1]", "null", "2.5")]
    yield "no default", {"q": {"type": "str"}}, [{}, {"q": "x"}]
    yield "rendered", {"a": "x", "b": "{{ a }}-{{ a|upper }}", "c": {"type": "int", "default": "{{ a|length + 1 }}"}, "d": ["{{ a }}", 1], "e": {"x": "{{ a }}"}}, [{}, {"a": "longer"}]
    yield "unset", {"q": {"type": "str", "default": "{{ UNSET }}"}}, [{}, {"q": "x"}]
    yield "unset if", {"a": False, "q": {"type": "str", "default": "{% if a %}x{% else %}{{ UNSET }}{% endif %}"}}, [{}, {"a": "true"}]
    yield "choices", {"q": {"type": "str", "choices": ["a", "b", "c d"], "default": "b"}}, [{}, {"q": "c d"}, {"q": "z"}]
    yield "choices, no default", {"q": {"type": "str", "choices": ["a", "b"]}}, [{}, {"q": "a"}]
    yield "choices of numbers", {"q": {"type": "int", "choices": [1, 2, 3], "default": 2}}, [{}, {"q": "3"}, {"q": "4"}]
    yield "choices of versions", {"q": {"type": "str", "choices": [3.8, 3.9, "3.10"], "default": "3.9"}}, [{}, {"q": "3.8"}, {"q": "3.10"}]
    yield "choices with names", {"q": {"type": "str", "choices": {"First": "a", "Second": "b"}, "default": "b"}}, [{}, {"q": "a"}, {"q": "First"}]
    yield "choices in pairs", {"q": {"type": "yaml", "choices": [["One", 1], ["None", None], ["List", "[1, 2]"]], "default": 1}}, [{}, {"q": "null"}, {"q": "[1, 2]"}]
    yield "choices rendered", {"a": "x", "q": {"type": "str", "choices": ["{{ a }}", "{{ a }}y"], "default": "{{ a }}y"}}, [{}, {"a": "k"}, {"q": "x"}]
    yield "choices as a text", {"n": 3, "q": {"type": "int", "choices": "[{% for i in range(n) %}{{ i }}, {% endfor %}]", "default": 1}}, [{}, {"q": "2"}, {"q": "9"}]
    yield "choices with validators", {"a": "x", "q": {"type": "str", "default": "one", "choices": {"One": {"value": "one", "validator": "{% if a == 'y' %}not with y{% endif %}"}, "Two": {"value": "two"}}}}, \
        [{}, {"a": "y"}, {"a": "y", "q": "two"}]
    yield "several", {"q": {"type": "str", "multiselect": True, "choices": ["a", "b", "c"], "default": ["c", "a"]}}, [{}, {"q": "[b]"}, {"q": "[b, 'a']"}, {"q": "[]"}, {"q": "[z]"}, {"q": "x"}]
    yield "several, as a text", {"q": {"type": "int", "multiselect": True, "choices": [1, 2, 3], "default": "[3, 1]"}}, [{}, {"q": "[2]"}]
    yield "when", {"a": True, "b": {"type": "str", "default": "{{ a }}", "when": "{{ a }}"}, "c": {"type": "str", "when": False}, "d": {"default": "computed {{ b|default('-') }}", "when": False}}, \
        [{}, {"a": "no"}, {"d": "given"}, {"a": "no", "b": "given"}]
    yield "ask", {"a": {"default": "x", "ask": False}, "b": {"type": "str", "ask": "{{ a == 'y' }}"}}, [{}, {"a": "y"}, {"b": "z"}]
    yield "validator", {"q": {"type": "str", "default": "ok", "validator": "{% if not (q | regex_search('^[a-z]+$')) %}small letters{% endif %}"}}, [{}, {"q": "fine"}, {"q": "NO"}]
    yield "validator of a default", {"q": {"type": "int", "default": 3, "validator": "{% if q > 2 %}too much{% endif %}"}}, [{}, {"q": "1"}]
    yield "secret", {"q": {"type": "str", "default": "s", "secret": True}, "r": "x"}, [{}, {"q": "mine"}]
    yield "secret without default", {"q": {"type": "str", "secret": True}}, [{}]
    yield "secret questions", {"_secret_questions": ["q"], "q": "x", "r": "y"}, [{}]
    yield "an unknown detail", {"q": {"type": "str", "default": "x", "hlep": "x"}}, [{}]
    yield "an unknown type", {"q": {"type": "text", "default": "x"}}, [{}]
    yield "a templated type", {"t": "int", "q": {"type": "{{ t }}", "default": "3"}}, [{}, {"t": "str"}]
    yield "given without a question", {"q": "{{ other|default('none') }}"}, [{}, {"other": "x"}]
    yield "order of answers", {"z": "1", "a": "2", "m": "3"}, [{}, {"m": "x"}, {"a": "y", "z": "w"}]
    yield "texts that YAML quotes", {"q": "x"}, [{"q": text} for text in ("yes", "3", "1.0", "a: b", "# c", "- d", "it's", '"e"', "multi\nline\n", "  lead", "über", "😀", "a" * 100 + " b", "{x}", "null", "~", "2024-01-02", "0o7", "!x", "a\tb", "")]


def trees():
    """Files, names and settings of a template."""
    q = {"q": "x", "yes": True, "no": False, "items": ["a", "b"]}
    yield "suffix", {"a.txt.jinja": "{{ q }}\n", "b.txt": "{{ q }}\n", "c.jinja": "{{ q }}", "d.jinja.txt": "{{ q }}", ".jinja": "{{ q }}", "e.tar.gz.jinja": "{{ q }}", "x.jinja/f": "y"}, q
    yield "own suffix", {"a.tmpl": "{{ q }}", "b.jinja": "{{ q }}"}, q | {"_templates_suffix": ".tmpl"}
    yield "long suffix", {"a.x.j2": "{{ q }}", "b.j2": "{{ q }}"}, q | {"_templates_suffix": ".x.j2"}
    yield "no suffix", {"a": "{{ q }}", "b.bin": bytes(range(256)), "c.jinja": "{{ q }}", "d/e": "{{ q }}"}, q | {"_templates_suffix": ""}
    yield "rendered or copied", {"a": "copied", "a.jinja": "{{ q }}", "d/b": "1", "d/b.jinja": "2"}, q
    yield "names", {"{{ q }}.jinja": "{{ q }}", "{{ q }}/{{ q }}": "1", "{% if yes %}y{% endif %}": "1", "{% if no %}n{% endif %}": "1", "{% if no %}m{% endif %}/f": "1", "d/{% if no %}n{% endif %}.jinja": "1", "größe {{ q }}": "ü"}, q
    yield "a path in a name", {"{{ path }}/f.jinja": "{{ q }}", "{{ path }}.txt": "x"}, q | {"path": "a/b"}
    yield "loops in names", {"{% yield i from items %}{{ i }}{% endyield %}.txt.jinja": "{{ i }}", "{% yield i from items %}d{{ i }}{% endyield %}/{{ i }}.jinja": "{{ i }} {{ q }}", "{% yield n from none|default([]) %}{{ n }}{% endyield %}": "x"}, q
    yield "loops in loops", {"{% yield i from items %}{{ i }}{% endyield %}/{% yield j from items %}{{ i }}{{ j }}{% endyield %}.jinja": "{{ i }}{{ j }}"}, q
    yield "a loop over dicts", {"{% yield i from l %}{{ i.name }}{% endyield %}.jinja": "{{ i.name }} {{ i.x }}"}, q | {"l": [{"name": "p", "x": 1}, {"name": "r", "x": 2}]}
    yield "a loop in a file", {"a.jinja": "{% yield i from items %}{{ i }}{% endyield %}"}, q
    yield "line ends", {"a.jinja": b"a {{ q }}\r\nb\r\n", "b": b"a\r\nb", "c.jinja": b"x\ry {{ q }}"}, q
    yield "ends", {"a.jinja": "{{ q }}", "b.jinja": "{{ q }}\n", "c.jinja": "{{ q }}\n\n", "d.jinja": "", "e": ""}, q
    yield "modes", {"run.jinja": ("mode", 0o755, "{{ q }}"), "tool": ("mode", 0o755, "x"), "private": ("mode", 0o600, "x"), "fixed.jinja": ("mode", 0o444, "x")}, q
    yield "empty folders", {"empty": None, "deep/er": None}, q
    yield "links followed", {"real.jinja": "{{ q }}", "link.jinja": ("link", "real.jinja"), "d/f": "x", "ld": ("link", "d"), "l2": ("link", "d/f")}, q
    yield "links kept", {"real.jinja": "{{ q }}", "link": ("link", "real"), "d/f": "x", "ld": ("link", "d"), "to_{{ q }}.jinja": ("link", "{{ q }}")}, q | {"_preserve_symlinks": True}
    yield "a broken link", {"l": ("link", "nowhere")}, q
    yield "a broken link kept", {"l": ("link", "nowhere")}, q | {"_preserve_symlinks": True}
    yield "excluded by default", {"a.pyc": "x", "__pycache__/x": "y", "~a": "x", ".DS_Store": "x", "d/.svn/x": "y", "keep.py": "x", "d/copier.yml": "x"}, q
    yield "excluded", {"a.txt": "x", "b.md": "x", "d/c.md": "x", "d/keep.md": "x", "e/f": "x", "g/h": "x", "x1": "1"}, q | {"_exclude": ["copier.yml", "*.md", "!keep.md", "/e", "g/", "{{ q }}1"]}
    yield "excluded, by condition", {"a": "x", "b": "x", "c": "x"}, q | {"_exclude": ["copier.yml", "{% if yes %}a{% endif %}", "{% if no %}b{% endif %}", "{% for i in ['c'] %}{{ i }}\n{% endfor %}"]}
    yield "nothing excluded", {"a": "x"}, q | {"_exclude": []}
    yield "a subdirectory", {"t/a.jinja": "{{ q }} {% include 'shared/i' %}", "t/b": "x", "t/.git_x": "x", "t/copier.yml": "x", "shared/i": "inc {{ q }}", "outside": "x"}, q | {"_subdirectory": "t"}
    yield "a rendered subdirectory", {"tx/a": "x", "ty/a": "y"}, q | {"_subdirectory": "t{{ q }}"}
    yield "a missing subdirectory", {"a": "x"}, q | {"_subdirectory": "t"}
    yield "answers file", ANSWERS, q
    yield "answers file elsewhere", ANSWERS, q | {"_answers_file": "meta/.answers.yml"}
    yield "answers file by name", {".copier-answers.yml.jinja": "{{ _copier_answers|to_nice_yaml }}"}, q | {"n": None, "t": "multi\nline"}
    yield "answers as JSON", {"a.jinja": "{{ _copier_answers|to_nice_json }}", "b.jinja": "{{ _copier_answers|to_json }}"}, q | {"f": 1.0}
    yield "names of copier", {"a.jinja": "{{ _folder_name }} {{ _copier_phase }} {{ _copier_conf.os }} {{ _copier_conf.sep }} {{ _copier_conf.answers_file }} {{ _copier_operation|default('-') }} {{ pathjoin('a', 'b', q) }} {{ pathjoin('/x', '/y//z/') }}"}, q
    yield "envops", {"a.jinja": "[% if yes %]\n  [[ q ]] {{ q }}\n[% endif %]\nend"}, q | {"_envops": {"block_start_string": "[%", "block_end_string": "%]", "variable_start_string": "[[", "variable_end_string": "]]", "comment_start_string": "[#", "comment_end_string": "#]", "trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": False}}
    yield "undefined", {"a.jinja": "{{ nope }}|{{ nope.x|default('d') }}"}, q
    yield "undefined, strictly", {"a.jinja": "{{ nope }}"}, q | {"_envops": {"undefined": "jinja2.StrictUndefined"}}
    yield "undefined, otherwise", {"a.jinja": "x"}, q | {"_envops": {"undefined": "jinja2.DebugUndefined"}}
    yield "an unknown setting of Jinja", {"a.jinja": "x"}, q | {"_envops": {"nope": 1}}
    yield "extensions that are built in", {"a.jinja": "{% for i in items %}{% do [].append(1) %}{% if i == 'b' %}{% break %}{% endif %}{{ i }}{% endfor %}"}, q | {"_jinja_extensions": ["jinja2.ext.do", "jinja2.ext.loopcontrols"]}
    yield "an extension in Python", {"a": "x"}, q | {"_jinja_extensions": ["nope.Extension"]}
    yield "include out of the template", {"a.jinja": "{% include '../x' %}"}, q
    yield "syntax", {"a.jinja": "{% if %}"}, q
    yield "not UTF-8", {"a.jinja": b"caf\xe9", "b": b"caf\xe9"}, q
    yield "not UTF-8, copied", {"b": b"caf\xe9"}, q
    yield "a newer copier", {"a": "x"}, q | {"_min_copier_version": "99"}
    yield "an older copier", {"a": "x"}, q | {"_min_copier_version": "6.0.0a1"}
    yield "filters", {"a.jinja": "{{ q|to_nice_yaml }}{{ items|to_json }} {{ q|hash('sha256') }} {{ 'a b'|regex_replace('a', 'c') }} {{ q|b64encode }} {{ '1'|bool }} {{ [1,[2]]|flatten }}"}, q
    yield "messages", {"a": "x"}, q | {"_message_after_copy": "done {{ q }}", "_message_before_copy": "{{ q }}"}
    yield "no questions", {"a.jinja": "x"}, {}
    yield "two sources of one file", {"a": "1", "{{ 'a' }}.jinja": "1"}, q


def texts():
    """Files copier.yml that are more than one map."""
    yield "several documents", {"a.jinja": "{{ x }}{{ y }}{{ z }}", "copier.yml": "x: 1\n_exclude: ['*.a', copier.yml]\n---\ny: 2\nx: 3\n---\nz: 4\n_exclude: ['*.b']\n", "f.a": "", "f.b": ""}
    yield "includes", {"a.jinja": "{{ x }}{{ y }}", "copier.yml": "---\n!include parts/*.yml\n---\nx: 1\n", "parts/p.yml": "y: 2\nx: 9\n"}
    yield "an include in a value", {"a": "x", "b": "x", "copier.yml": "_exclude: !include list.yml\n", "list.yml": "[a, copier.yml]"}
    yield "an unknown tag", {"copier.yml": "x: !nope 1\n", "a": "x"}
    yield "an empty file", {"copier.yml": "", "a.jinja": "x"}
    yield "two files", {"copier.yml": "x: 1", "copier.yaml": "x: 2", "a": "x"}
    yield "copier.yaml", {"copier.yaml": "x: 1", "a.jinja": "{{ x }}"}
    yield "old booleans", {"copier.yml": "x: yes\ny: off\nz: 010\nt: 1:30\n", "a.jinja": "{{ x }} {{ y }} {{ z }} {{ t }}"}
    yield "anchors", {"copier.yml": "a: &a {type: str, default: q}\nb:\n  <<: *a\n  default: r\n", "a.jinja": "{{ a }}{{ b }}"}
    yield "broken", {"copier.yml": "x: [1\n", "a": "x"}


def main():
    mlp = sys.argv[1]
    comparison = Comparison()

    def run(name, files, answers, refused=None):
        def peer(source, target):
            copier.run_copy(str(source), target, data=dict(answers), defaults=True, quiet=True, unsafe=True, skip_tasks=True)

        def command(source, target):
            given = [word for key, value in answers.items() for word in ("--set", f"{key}={value}")]
            return [mlp, "init", str(source), str(target), "--defaults", "--no-git", *given]
        comparison.run(f"{name} {answers or ''}", files, peer, command, refused)

    for name, config, sets in questions():
        for answers in sets:
            run(name, answered(config), answers)
    for name, files, config in trees():
        run(name, template(files, config), {})
    for name, files in texts():
        run(name, files, {})
    run("an include outside", {"copier.yml": "---\n!include ../x.yml\n", "a": "x"}, {}, "lies outside the template")
    run("keys twice", {"copier.yml": "x: 1\nx: 2\n", "a.jinja": "{{ x }}"}, {}, "a second time")
    run("out of the project", template({"{{ up }}x": "1"}, {"up": "../../"}), {}, "outside the project")
    run("a link out of the template", template({"l": ("link", "/etc/hostname")}, {}), {})
    run("a kept link out of the project", template({"l": ("link", "/etc")}, {"_preserve_symlinks": True}), {}, "points out of the project")
    return comparison.report()


if __name__ == "__main__":
    sys.exit(main())
