"""Renders small templates with cookiecutter and with `mlp init`, and compares the trees. Usage: cookiecutter_cases.py MLP"""
import json
import logging
import os
import sys
import warnings

from cookiecutter.main import cookiecutter
from template_trees import Comparison

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
P = "{{cookiecutter.slug}}/"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d") + b"{{ not rendered }}"


def template(files, **variables):
    return {"cookiecutter.json": json.dumps({"slug": "made", **variables}), **{P + name: text for name, text in files.items()}}


def cases():
    """(name, files, answers, words of a refusal on purpose)"""
    plain = {"a.txt": "{{ cookiecutter.slug }}\n"}
    yield "plain", template(plain), {}, None
    yield "no newline at the end", template({"a": "{{ cookiecutter.slug }}", "b": "x\n\n", "c": ""}), {}, None
    yield "line ends", template({"crlf": b"a {{ cookiecutter.slug }}\r\nb\r\n", "cr": b"a\rb {{ cookiecutter.slug }}\r", "mixed": b"a\nb\r\nc\r\n",
                                 "mixed2": b"a\r\nb\nc\n", "late": b"x" * 9000 + b"\r\ny\n", "pieces": b"x" * 8191 + b"\r\ny\n",
                                 "none": b"{{ cookiecutter.slug }}", "bom": b"\xef\xbb\xbf{{ cookiecutter.slug }}\r\n"}), {}, None
    for value in ("\n", "\r\n", "\r", "", "x"):
        yield f"_new_lines {value!r}", template({"a": b"1\r\n2\n{{ cookiecutter.slug }}\n"}, _new_lines=value), {}, None
    yield "modes", template({"run.sh": ("mode", 0o755, "#!/bin/sh\n"), "secret": ("mode", 0o600, "x"), "fixed": ("mode", 0o444, "x"),
                             "bin.png": ("mode", 0o755, PNG)}), {}, None
    yield "binary by ending", template({"a.png": "{{ cookiecutter.slug }}", "a.PDF": "{{ cookiecutter.nope }}", "a.txt.gz": "{{ x", ".png": "{{ cookiecutter.slug }}"}), {}, None
    yield "binary by content", template({"a": b"\x00\x01\x02\x03{{", "b": b"PK\x03\x04{{", "c": b"BM {{ nope", "d": b"MZ {{ nope", "e": b"%PDF-1. {{ nope"}), {}, None
    yield "not UTF-8", template({"a": b"caf\xe9 {{ cookiecutter.slug }}\n"}), {}, None
    yield "not UTF-8, mostly binary", template({"a": bytes(range(128, 256)) * 3}), {}, None
    yield "UTF-16", template({"a": "hello {{ cookiecutter.slug }}".encode("utf-16-le")}), {}, None
    yield "long UTF-8 cut in a character", template({"a": "x" * 511 + "é" + " {{ cookiecutter.slug }}\n", "b": "漢字" * 300}), {}, None
    yield "empty folders", template({"empty": None, "deep/er": None, "with/a": "1"}), {}, None
    yield "names", template({"{{cookiecutter.slug}}.py": "x", "d_{{cookiecutter.slug}}/{{cookiecutter.slug}}/f": "x", "größe ü": "x", "sp ace": "x"}), {}, None
    yield "folder in a name", template({"{{cookiecutter.path}}/f": "x"}, path="a/b"), {}, None
    yield "file in a missing folder", template({"{{cookiecutter.path}}": "x"}, path="a/b"), {}, None
    yield "conditional file", template({"{% if cookiecutter.yes == 'y' %}a{% endif %}": "1", "{% if cookiecutter.yes != 'y' %}b{% endif %}": "2",
                                        "d/{% if cookiecutter.yes != 'y' %}c{% endif %}": "2"}, yes="y"), {}, None
    yield "conditional folder", template({"{% if cookiecutter.yes == 'y' %}d{% endif %}/f": "1"}, yes="y"), {}, None
    yield "conditional folder left out", template({"{% if cookiecutter.yes == 'y' %}d{% endif %}/f": "1"}, yes="n"), {}, None
    yield "two files of one name", template({"a": "1", "{{ 'a' }}": "2"}), {}, None
    yield "undefined", template({"a": "{{ cookiecutter.nope }}"}), {}, None
    yield "undefined in a name", template({"{{ cookiecutter.nope }}": "x"}), {}, None
    yield "undefined alone", template({"a": "{{ nope }}"}), {}, None
    yield "defined or not", template({"a": "{% if cookiecutter.nope is defined %}x{% else %}y{% endif %}"}), {}, None
    yield "syntax", template({"a": "{% if %}"}), {}, None
    yield "links", template({"real": "{{ cookiecutter.slug }}", "link": ("link", "real"), "d/f": "x", "ld": ("link", "d")}), {}, None
    yield "broken link", template({"link": ("link", "nowhere")}), {}, None
    yield "link out of the template", template({"link": ("link", "/etc/hostname")}), {}, "leaves the template"
    yield "copied as they are", template({"c/{{x}}/y.txt": "{{ nope", "c/run": ("mode", 0o755, "x"), "a.html": "{{ nope", "d/b.html": "{{ nope", "e.txt": "{{ cookiecutter.slug }}",
                                          "{{cookiecutter.slug}}.html": "{{ nope", "c/l": ("link", "run")}, _copy_without_render=["c", "*.html"]), {}, None
    yield "copied: patterns", template({"a1.t": "{{x", "a2.t": "{{ cookiecutter.slug }}", "x/deep/f.md": "{{x"}, _copy_without_render=["a[!2].t", "x/*.md"]), {}, None
    yield "copied: rendered name of a folder", template({"s_{{cookiecutter.slug}}/f": "{{x"}, _copy_without_render=["s_*"]), {}, None
    yield "include", template({"a": "{% include 'inc/b' %}|{% include 'shared.txt' %}", "inc/b": "b {{ cookiecutter.slug }}"}) | {"templates/shared.txt": "shared"}, {}, None
    yield "include upwards", template({"a": "{% include '../cookiecutter.json' %}"}), {}, None
    yield "macros and imports", template({"a": "{% from 'm' import f %}{{ f(3) }}", "m": "{% macro f(n) %}{{ n * 2 }}{% endmacro %}"}), {}, None
    every = dict(text="t {{ cookiecutter.slug }}", number=3, real=1.5, choice=["a", "b {{ cookiecutter.slug }}", "c"], truth=True, lie=False, nothing=None,
                 dict={"k {{ cookiecutter.text }}": {"x": "{{ cookiecutter.slug }}", "y": 2}, "l": ["{{ cookiecutter.slug }}", 1]},
                 _private="{{ cookiecutter.slug }}", _list=["{{ 1 }}"], __rendered="{{ cookiecutter._private }}{{ cookiecutter.slug }}", __prompts__={"text": "Text?"})
    show = {"a": "{% for k, v in cookiecutter.items() if k not in ('_output_dir', '_repo_dir', '_template') %}{{ k }}={{ v }} ({{ v.__class__ is defined }})\n{% endfor %}"
                 .replace(" ({{ v.__class__ is defined }})", ""), "b": "{{ _cookiecutter }}", "c": "{{ cookiecutter.dict | jsonify }}"}
    yield "all kinds of variables", template(show, **every), {}, None
    for answers in ({"text": "{{ 'given' }}"}, {"choice": "c"}, {"choice": "x"}, {"truth": "no"}, {"truth": "maybe"}, {"number": "7"}, {"slug": "other"}, {"unknown": "x"},
                    {"dict": "text"}, {"_private": "p"}, {"__rendered": "r"}, {"nothing": "n"}, {"text": ""}):
        yield f"answers {answers}", template(show, **every), answers, None
    yield "default of a later variable", template(plain, a="{{ cookiecutter.b }}", b="x"), {}, None
    yield "empty choice", template(plain, c=[]), {}, None
    yield "no JSON", {"cookiecutter.json": "{", P + "a": "x"}, {}, None
    yield "a list", {"cookiecutter.json": "[]", P + "a": "x"}, {}, None
    yield "no folder", {"cookiecutter.json": '{"slug": "made"}', "a/b": "x"}, {}, None
    yield "other delimiters", {"cookiecutter.json": json.dumps({"slug": "made", "_jinja2_env_vars": {"variable_start_string": "[[", "variable_end_string": "]]",
                               "block_start_string": "[%", "block_end_string": "%]", "trim_blocks": True, "lstrip_blocks": True}}),
                               "[[cookiecutter.slug]]/a": "[% if 1 %]\n  [[ cookiecutter.slug ]] {{ x }}\n  [% endif %]\nend\n"}, {}, None
    yield "an unknown setting", template(plain, _jinja2_env_vars={"nope": 1}), {}, None
    yield "keep_trailing_newline", template(plain, _jinja2_env_vars={"keep_trailing_newline": False}), {}, None
    yield "loop controls", template({"a": "{% for i in range(5) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}{% do [] %}"}, _extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]), {}, None
    yield "its extensions", template({"a": "{{ 'Ä b' | slugify }} {{ {'b': 1, 'a': [1]} | jsonify }} {{ random_ascii_string(0) }}"}), {}, None
    yield "an extension in Python", template(plain, _extensions=["local.Extension"]), {}, None
    yield "nested templates", {"cookiecutter.json": json.dumps({"templates": {"one": {"path": "./one", "title": "One"}, "two": {"path": "./two"}}}),
                               "one/cookiecutter.json": '{"slug": "made", "x": "1"}', "one/" + P + "a": "one {{ cookiecutter.x }}",
                               "two/cookiecutter.json": '{"slug": "made"}', "two/" + P + "a": "two"}, {}, None
    yield "nested templates, old style", {"cookiecutter.json": json.dumps({"template": ["First (./one)", "Second (./two)"]}),
                                          "one/cookiecutter.json": '{"slug": "made"}', "one/" + P + "a": "one", "two/cookiecutter.json": '{"slug": "made"}', "two/" + P + "a": "two"}, {}, None
    yield "case alone", template({"readme": "1", "README": "2"}), {}, "one file on some systems"
    yield "out of the project", template({"{{cookiecutter.up}}x": "1"}, up="../../"), {}, "outside the project"
    yield "absolute", template({"{{cookiecutter.up}}x": "1"}, up="/tmp/"), {}, "outside the project"
    yield "git's own folder", template({".git/hooks/pre-commit": "x"}), {}, "git repository's own folder"
    yield "a device", template({"nul.txt": "x"}), {}, "device"


def main():
    mlp = sys.argv[1]
    comparison = Comparison()
    for name, files, answers, refused in cases():
        def peer(source, target, answers=answers):
            os.makedirs(target, exist_ok=True)
            cookiecutter(str(source), no_input=True, extra_context=answers or None, output_dir=str(target), accept_hooks=False, default_config=True)

        def command(source, target, answers=answers):
            target.mkdir(exist_ok=True)
            given = [word for key, value in answers.items() for word in ("--set", f"{key}={value}")]
            return [mlp, "-C", str(target), "init", str(source), "--defaults", "--no-git", *given]
        comparison.run(name, files, peer, command, refused)
    return comparison.report()


if __name__ == "__main__":
    sys.exit(main())
