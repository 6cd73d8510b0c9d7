# Man pages render without a warning in the real man, and have what a reader looks for.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
command -v man >/dev/null || { echo "skipped: no man here"; exit 77; }
export MANWIDTH=78 MANPAGER=cat MANROFFOPT=
for page in "$MLP_SOURCE"/man/*.1; do
    man --warnings -E UTF-8 -l -Tutf8 "$page" >rendered 2>warnings || fail "man -l $page fails: $(cat warnings)"
    col -b <rendered >plain
    [ ! -s warnings ] || fail "$(basename "$page"): $(cat warnings)"
    # A group may say nothing but its commands.
    for part in NAME SYNOPSIS '\(DESCRIPTION\|COMMANDS\)'; do
        grep -qx "$part" plain || fail "$(basename "$page") has no $part"
    done
    if command -v mandoc >/dev/null; then
        mandoc -Tlint -Werror "$page" >lint 2>&1 || fail "$(basename "$page"): $(cat lint)"
    fi
done
man -l "$MLP_SOURCE/man/mlp.1" | col -b >rendered
for code in 0 1 2 3 4 5 6 7 70 "128[+]N"; do grep -Eq "^ +$code +[a-z]" rendered || fail "exit code $code is not on the man page"; done
has rendered 'MLP_STORE'
