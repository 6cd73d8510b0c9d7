# Sourced after cli.sh by the tests of completions: presses Tab in a real shell, in a pseudo-terminal.
# `press TYPED EXPECTED` adds a step: TYPED (with \t where Tab is pressed), then Enter; the line must then run as EXPECTED,
# each word in <…>. `in_shell bash|zsh|fish` does all steps in one session.
steps=()
press() { steps+=(--send "$1\\r" --expect "$2:end"); }

in_shell() {
    local setup
    local -a command
    # Instead of running, a completed line shows its words; only the question about completions reaches the real mlp.
    local show='mlp() { if [ "$1" = complete ]; then command mlp "$@"; else printf "<%s>" "$@"; echo :"end"; fi; }'
    case $1 in
        bash)
            command=(bash --norc --noprofile -i)
            setup="$show; source $MLP_SOURCE/completions/mlp.bash; bind 'set bell-style none'"
            ;;
        zsh)
            command=(zsh -f -i)
            setup="$show; fpath=($MLP_SOURCE/completions \$fpath); autoload -Uz compinit; compinit -u"
            ;;
        fish)
            command=(fish --no-config -i)
            setup="function mlp; if test \"\$argv[1]\" = complete; command mlp \$argv; else; printf '<%s>' \$argv; echo :'end'; end; end"
            setup+="; source $MLP_SOURCE/completions/mlp.fish"
            ;;
    esac
    command -v "$1" >/dev/null || { echo "skipped: no $1 here"; exit 77; }
    env -u HISTFILE TERM=dumb python3 "$MLP_SOURCE/tests/support/terminal.py" --columns 200 \
        --send "$setup; echo rea''dy\\r" --expect ready "${steps[@]}" --send 'exit\r' -- "${command[@]}" \
        >"$work/screen" 2>"$work/err" || fail "$(printf '%s:\n%s\n%s' "$1" "$(cat "$work/err")" "$(cat "$work/screen")")"
}

# What every shell must complete: commands, flags, choices, files, live stages, words with '='.
press_what_all_shells_complete() {
    mkdir 'a folder'
    cat >mlp.yaml <<'YAML'
version: 1
project: demo
stages:
  prepare: {cmd: echo}
  train:
    foreach: [left, right]
    do: {cmd: "echo ${item}"}
YAML
    press 'mlp vers\tX' '<version><X>'
    press 'mlp help vers\tX' '<help><version><X>'
    press 'mlp version --js\tX' '<version><--json><X>'
    press 'mlp --no\tvers\tX' '<--no-color><version><X>'
    press 'mlp completion z\tX' '<completion><zsh><X>'
    press 'mlp -C a\tX' '<-C><a folder/X>'
    press 'mlp docs man --output=a\tX' '<docs><man><--output=a folder/X>'
    press 'mlp docs re\t--outp\ta\tX' '<docs><reference><--output><a folder/X>'
    press 'mlp run pre\tX' '<run><prepare><X>'
    press 'mlp run train@l\tX' '<run><train@left><X>'
    press 'mlp run prepare tr\tr\tX' '<run><prepare><train@right><X>'
}
