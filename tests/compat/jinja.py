"""Renders every case with Jinja and with mlp's renderer and compares: the same text, or both refuse.

Usage: jinja.py DRIVER [SEED]; the driver is tests/support/jinja_driver.cpp. Where mlp refuses and Jinja does not, the message must
say that something is not supported: those are counted.
"""
import json
import subprocess
import sys
import warnings

import jinja2
import jinja2.sandbox
import jinja_cases
import jinja_extensions
import jinja_random

warnings.simplefilter("ignore")
UNDEFINED = {"lenient": jinja2.Undefined, "strict": jinja2.StrictUndefined, "chainable": jinja2.ChainableUndefined}
EXTENSIONS = {"do": ["jinja2.ext.do"], "loopcontrols": ["jinja2.ext.loopcontrols"], "ansible": ["jinja2_ansible_filters.AnsibleCoreFiltersExtension"],
              "cookiecutter": [f"cookiecutter.extensions.{name}Extension" for name in ("Jsonify", "RandomString", "Slugify", "Time", "UUID")]}
REFUSED = ("cannot be sliced", "parts of a slice", "cannot become YAML", "no ASCII form", "does not know the entity", "not supported", "cannot be printed", "64 bits", "same text each time", "not defined: compare", "entities")


def peer(template, context, files, options, folding=True):
    """Jinja's text, or why there is none. Folding of constants changes what some errors do: without it the template is what it says."""
    options = dict(options)
    extensions = [EXTENSIONS[name] for name in options.pop("extensions", ["do", "loopcontrols"])]
    undefined = UNDEFINED[options.pop("undefined", "lenient")]
    environment = jinja2.sandbox.SandboxedEnvironment(
        loader=jinja2.DictLoader(files), undefined=undefined, optimized=folding,
        extensions=[name for names in extensions for name in names], **options)
    try:
        return environment.from_string(template).render(context), None
    except RecursionError:
        return None, "recursion"
    except Exception as error:  # whatever a template can make Python throw
        return None, f"{type(error).__name__}: {error}"


class Driver:
    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def render(self, template, context, files, options):
        request = {"template": template, "context": context, "files": files,
                   "options": {"extensions": ["do", "loopcontrols"], **options}}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the driver died on {template!r} {options}")
        return json.loads(line)


def agree(expected, found):
    return found.get("text") == expected if expected is not None else "error" in found


def main():
    driver = Driver(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else None
    counts = {"same": 0, "both refuse": 0, "same but for folding": 0, "refused": 0, "different": 0}
    seed, generated = jinja_random.cases(seed)
    print(f"seed {seed}")
    plain = [(*case, jinja_cases.DATA) for case in [*jinja_cases.cases(), *generated]]
    extended = [(*case, jinja_extensions.DATA) for case in jinja_extensions.cases(seed)]
    for template, options, data in plain + extended:
        expected, why = peer(template, data, jinja_cases.FILES, options)
        found = driver.render(template, data, jinja_cases.FILES, options)
        if expected is not None and found.get("text") == expected:
            counts["same"] += 1
        elif expected is None and "error" in found:
            counts["both refuse"] += 1
        elif agree(peer(template, data, jinja_cases.FILES, options, folding=False)[0], found):
            counts["same but for folding"] += 1
        elif "error" in found and any(word in found["error"] for word in REFUSED):
            counts["refused"] += 1
        elif expected is not None and " at 0x" in expected and "error" in found:
            counts["refused"] += 1
        else:
            counts["different"] += 1
            if counts["different"] <= 40:
                print(f"template {template!r}\noptions  {options}\nJinja    {expected!r} {why or ''}\nmlp      {found}\n")
    print(counts)
    return 1 if counts["different"] else 0


if __name__ == "__main__":
    sys.exit(main())
