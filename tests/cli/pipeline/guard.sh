# When mlp is killed its stages end at once, with all that they started: nobody meets their half of an output.
. "$MLP_SOURCE/tests/support/cli.sh"
git init -q .
cat >mlp.yaml <<'S'
version: 1
project: demo
stages:
  slow: {cmd: "sh slow.sh", outs: [out.txt]}
S
cat >slow.sh <<'S'
sh -c 'echo $$ >grandchild; while :; do echo more >>out.txt; sleep 0.05; done' &
setsid sh -c 'echo $$ >escaped; while :; do sleep 0.05; done' &
env -i sh -c 'echo $$ >bare; while :; do sleep 0.05; done' &
echo $$ >child
wait
S
ended() { [ ! -e "/proc/$1" ] || grep -q '^State:[[:space:]]*[ZX]' "/proc/$1/status"; }
wait_for() { for _ in $(seq 400); do "$@" && return; sleep 0.05; done; fail "waited in vain for: $*"; }
written() { [ -s child ] && [ -s grandchild ] && [ -s escaped ] && [ -s bare ]; }

for how in one several; do
    rm -f child grandchild escaped bare
    if [ $how = one ]; then
        mlp run >"$work/told" 2>&1 &
        where=.
    else
        printf 'rate: 1\n' >params.yaml
        sed -i 's/outs:/params: [rate], outs:/' mlp.yaml
        mlp run --set rate=1,2 -j 1 >"$work/told" 2>&1 &
        where=.mlp/tmp/copies/1
    fi
    pid=$!
    wait_for [ -d "$where" ]
    cd "$where"
    wait_for written
    read -r child <child; read -r grandchild <grandchild; read -r escaped <escaped; read -r bare <bare
    cd "$work"
    kill -9 $pid
    wait $pid 2>/dev/null || true
    wait_for ended "$child"
    wait_for ended "$grandchild"
    wait_for ended "$escaped"
    wait_for ended "$bare"
done

# A run that ends by itself leaves nothing behind.
sed -i 's/sh slow.sh/echo done >out.txt/; s/params: \[rate\], //' mlp.yaml
expect 0 mlp run
[ ! -e .mlp/at-work ] || fail "the mark of a run that ended is still there"
pgrep -f "guard [0-9]* [0-9a-f]* $PWD\$" >/dev/null && fail "its guard is still there"
exit 0
