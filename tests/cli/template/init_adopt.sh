# A folder of scripts is adopted: nothing in it is touched, and a second init refuses without writing.
. "$MLP_SOURCE/tests/support/cli.sh"

mkdir scripts && cd scripts
echo 'print("mine")' >work.py
echo 'my own words' >README.md
chmod 600 README.md
before=$(stat -c '%a %Y %s' work.py README.md && cat work.py README.md)
expect 0 mlp init minimal .
same "$(stat -c '%a %Y %s' work.py README.md && cat work.py README.md)" "$before"
same "$(git log --format=%s | wc -l)" 1
git ls-files | grep -q work.py && fail "the user's own file was committed"
expect 0 mlp validate
# No example among the user's own files: a place for stages, and nothing that would be in the way of theirs.
same "$(git ls-files | tr '\n' ' ')" ".gitignore mlp.yaml "
has mlp.yaml "stages: {}"
expect 0 mlp run
has ../out "no stages yet"

expect 5 mlp init minimal .
has ../err "mlp.yaml"
expect 5 mlp init tabular .
same "$(git status --porcelain | sort | tr "\n" " ")" "?? README.md ?? work.py "

# Data and settings of the same names as the example's are no conflict. A new repository with a readme gets the example.
mkdir -p ../other/data && cd ../other
echo precious >data/raw.csv && echo '[project]' >pyproject.toml
expect 0 mlp init minimal . --no-git
same "$(cat data/raw.csv pyproject.toml)" "precious
[project]"
mkdir ../fresh && cd ../fresh && git init -q . && echo hello >README.md && echo free >LICENSE
expect 0 mlp init minimal .
[ -e pipeline/train.sh ] || fail "no example in a new repository"
same "$(cat README.md)" hello
