# `mlp completion SHELL` prints exactly the script that is installed.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
for pair in bash:mlp.bash zsh:_mlp fish:mlp.fish; do
    expect 0 mlp completion "${pair%%:*}"
    cmp out "$MLP_SOURCE/completions/${pair#*:}" || fail "completion $pair differs"
done
for shell in bash zsh fish; do
    command -v $shell >/dev/null || continue
    mlp completion $shell >script
    $shell -n script || fail "$shell does not parse its script"
done
# zsh: sourced after compinit, as the help says.
command -v zsh >/dev/null || exit 0
zsh -f -c 'autoload -Uz compinit; compinit -u; source <(mlp completion zsh); [[ ${_comps[mlp]} == _mlp ]]' ||
    fail "the sourced script does not register itself in zsh"
