# `mlp complete` answers quietly: exit 0, nothing on standard error, nothing created, whatever it is asked.
. "${MLP_SOURCE:?}/tests/support/cli.sh"

answers() { # EXPECTED WORDS… (values only, joined by spaces)
    local expected=$1
    shift
    expect 0 mlp complete --shell fish -- "$@"
    [ ! -s err ] || fail "complete $*: $(cat err)"
    same "$(cut -f1 out | paste -sd' ')" "$expected"
}
answers 'version' vers
answers 'version' --json -q vers
answers 'bash zsh fish' completion ''
answers 'zsh' completion z
answers ':folders' docs man --output ''
answers ':folders' docs man --output=x
answers ':folders' -C ''
answers '' completion zsh ''
answers '--output' docs man --ou
answers '' docs man --output x --ou
answers 'version' help vers
answers '' version --nothing=
answers '' nothing at all ''
answers '' version $'\xff'
answers 'man completions reference' docs -- ''

# bash hands over words broken at '=' and ':'; only what comes behind is given back.
expect 0 mlp complete --shell bash -- docs man --output = ''
has out ':folders'
expect 0 mlp complete --shell bash -- completion '"z'
same "$(cut -f1 out)" zsh

# In odd surroundings too.
expect 0 env -i "$MLP" complete --shell zsh -- ''
has out 'version'
mkdir gone; cd gone; rmdir ../gone
"$MLP" complete --shell zsh -- '' >"$work/out" 2>"$work/err" || fail "complete fails in a folder that is gone"
cd "$work"
printf '\xff\x00{' >mlp.yaml
expect 0 mlp complete --shell zsh -- run ''
[ ! -s err ] || fail "a broken project file was talked about"
rm mlp.yaml
same "$(find . -mindepth 1 -not -path './home*' -not -path './bin*' -type f | sort | paste -sd' ')" "./err ./out"
