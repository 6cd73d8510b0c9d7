# Colours only where somebody sees them, and only when nobody said no.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
escape=$(printf '\033')
in_terminal() { env TERM=xterm "$@" python3 "$MLP_SOURCE/tests/support/terminal.py" -- mlp "${words[@]}" >seen || true; }

words=(verison)
in_terminal; has seen "$escape[1;31merror: "
in_terminal NO_COLOR=1; lacks seen "$escape"; has seen 'error: there is no command'
in_terminal CI=true; lacks seen "$escape"
in_terminal TERM=dumb; lacks seen "$escape"
in_terminal CI=true FORCE_COLOR=1; has seen "$escape"
words=(--no-color verison)
in_terminal FORCE_COLOR=1; lacks seen "$escape"
words=(--json verison)
in_terminal FORCE_COLOR=1; lacks seen "$escape"; has seen '"schema":"mlp.error/1"'
words=(--help)
in_terminal; has seen "$escape[1mUsage: "

# No terminal.
expect 2 mlp verison
lacks err "$escape"
FORCE_COLOR=1 expect 2 mlp verison
has err "$escape"
mlp --help | cat >piped
lacks piped "$escape"
