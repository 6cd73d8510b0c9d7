# Killed at any instant: a project that is whole, or none; and the next init makes it.
. "$MLP_SOURCE/tests/support/cli.sh"

count() { find "$1" -type f -not -path '*/.git/*' | wc -l; }
expect 0 mlp init minimal whole --no-git
wanted=$(count whole)
for call in write fsync rename mkdir syncfs; do
    for n in 1 3 8 21; do
        rm -rf t && mkdir t && echo mine >t/LICENSE
        for target in t t/new; do
            strace -f -qq -o /dev/null -e trace=$call -e inject=$call:signal=KILL:when=$n \
                "$MLP" init minimal $target --no-git >/dev/null 2>&1 || true
            if [ -e $target/mlp.yaml ]; then
                [ "$(count $target)" -ge "$wanted" ] || fail "$call $n: half a project in $target"
            else
                expect 0 mlp init minimal $target --no-git
            fi
            same "$(cat t/LICENSE)" mine
        done
        # What a kill after the last step left is cleared by the next one in that folder.
        expect 0 mlp init minimal t/last --no-git
        same "$(find t -name '.mlp-init*' | wc -l)" 0
    done
done
