# A folder of scripts is adopted: nothing in it is touched, and a second init refuses without writing.
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir scripts && cd scripts
echo 'print("mine")' >work.py
echo 'my own words' >README.md
chmod 600 README.md
before=$(stat -c '%a %Y %s' work.py README.md && cat work.py README.md)
expect 0 mlp init minimal .
has ../out "Kept as they were: README.md"
same "$(stat -c '%a %Y %s' work.py README.md && cat work.py README.md)" "$before"
same "$(git log --format=%s | wc -l)" 1
git ls-files | grep -q work.py && fail "the user's own file was committed"
expect 0 mlp validate

expect 5 mlp init minimal .
has ../err "mlp.yaml"
has ../err "pipeline/train.sh"
expect 5 mlp init tabular .
same "$(git status --porcelain | sort | tr "\n" " ")" "?? README.md ?? work.py "
