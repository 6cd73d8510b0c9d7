# In a terminal: curves beside the metrics, colours, and no control characters of others.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
command -v script >/dev/null || exit 77
export MLP_STORE="$work/store.db" TERM=xterm COLUMNS=160
a=$(mlp track start -q --name a) b=$(mlp track start -q --name b)
for run in "$a" "$b"; do seq 20 | sed 's/.*/{"metric":{"loss":&},"step":&}/' | mlp track log --run "$run" -; done
script -qec "mlp track compare $a $b" /dev/null >out </dev/null
has out "▁"
has out "█"
has out "$(printf '\033[')"
mlp track compare "$a" "$b" >out
lacks out "▁"
lacks out "$(printf '\033')"
# A program under exec that asks for a terminal keeps it with --no-log.
script -qec "mlp track exec --no-log -- sh -c 'test -t 1 && echo yes'" /dev/null >out </dev/null
has out yes
