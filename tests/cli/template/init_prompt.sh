# In a terminal the questions are asked; an answer that is not allowed is asked again; Enter takes the default.
. "$MLP_SOURCE/tests/support/cli.sh"

cat >drive.py <<'PY'
import os, pty, re, sys
child, fd = pty.fork()
if child == 0:
    os.environ.pop("CI", None)
    os.environ["TERM"] = "xterm"
    os.execvp("mlp", ["mlp", "init", "--no-git", *sys.argv[2:]])
text, sent = "", 0
answers = [line + "\n" for line in sys.argv[1].split("|")]
while True:
    try:
        got = os.read(fd, 4096)
    except OSError:
        break
    if not got:
        break
    text += got.decode()
    if re.search(r"\]:(\x1b\[0m)? $", text) and sent < len(answers):
        os.write(fd, answers[sent].encode())
        sent += 1
        text += "\n"
sys.stdout.write(text)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
PY
expect 0 python3 drive.py "Bad Name|good-name||ada|forest" tabular p
has out "does not match"
has p/mlp.yaml "project: good-name"
has p/params.yaml "model: forest"

# Without a template that is the first question, and Enter takes the simplest.
mkdir q && cd q
expect 0 python3 ../drive.py "|named|ada"
has "$work/out" "Template (library, minimal, tabular, timeseries) [minimal]:"
has mlp.yaml "project: named"
