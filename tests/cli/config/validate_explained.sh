# Each code's page has an example that shows exactly this code, and the same mended, which shows nothing.
. "$MLP_SOURCE/tests/support/cli.sh"
cat >check.py <<'END'
import json, os, re, subprocess, sys, tempfile
from pathlib import Path


def mlp(*words):
    return json.loads(subprocess.run([os.environ["MLP"], *words, "--json"], capture_output=True, check=False).stdout)


def found_in(files, code):
    with tempfile.TemporaryDirectory() as folder:
        if code in ("MLP072", "MLP073"):
            subprocess.run(["git", "init", "-q", folder], check=True)
        for file in files:
            path = Path(folder, file["name"])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file["content"])
        return {problem["code"] for problem in mlp("-C", folder, "validate")["problems"]}


codes = re.findall(r'"(MLP\d{3})"', Path(os.environ["MLP_SOURCE"], "core/config/codes.hpp").read_text())
assert len(codes) > 50, codes
wrong = []
for code in codes:
    page = mlp("validate", "--explain", code)
    if not page["wrong"] or found_in(page["wrong"], code) != {code}:
        wrong.append(f"{code}: the example does not show it alone")
    if not page["right"] or found_in(page["right"], code):
        wrong.append(f"{code}: the mended example is not right")
print("\n".join(wrong))
sys.exit(bool(wrong))
END
python3 check.py >"$work/wrong" || fail "$(cat "$work/wrong")"
