# Two hundred broken files of every kind: each mistake at its line, column and range, with a way out (see broken.py).
. "$MLP_SOURCE/tests/support/cli.sh"
python3 "$MLP_SOURCE/tests/cli/config/broken.py"
