# Two projects that share one remote: what neither commits nor this machine know stops the clean-up of it.
. "$MLP_SOURCE/tests/support/cli.sh"
objects() { find "$1" -type f -not -path '*/mlp/*' | wc -l | tr -d ' '; }
for kind in dvc own; do
    for name in a b; do
        mkdir -p "$work/$kind/$name" && cd "$work/$kind/$name" && git init -q .
        if [ "$kind" = dvc ]; then dvc_project "$work/$kind/store"; else
            printf 'version: 1\nproject: p\nremotes:\n  store: {url: "%s", default: true}\n' "$work/$kind/store" >mlp.yaml
        fi
        mkdir raw && echo "$kind $name" >raw/1 && expect 0 mlp data add raw && git add -A && git commit -qm first
        expect 0 mlp data push
    done
    same "$(objects "$work/$kind/store")" 4
    # What this project named once is no riddle; the other's is, and then nothing goes.
    echo "$kind second" >raw/1 && expect 0 mlp data add raw && git commit -qam second
    expect 0 mlp data gc --cloud --json
    valid_json
    same "$(json '.remote | "\(.objects) \(.waiting) \(.foreign)"')" "0 0 2"
    expect 0 mlp data gc --cloud
    has "$work/out" "nothing may go; it holds 2 objects that this project never named"
    for again in 1 2; do
        expect 5 mlp data gc --cloud --grace 0s --force
        has "$work/err" "--sole-user"
    done
    same "$(objects "$work/$kind/store")" 4
    [ ! -e "$work/$kind/store/mlp" ] || fail "a refused clean-up wrote to the remote"
    expect 0 mlp data push
    # With the word for it, both steps are gone through.
    expect 0 mlp data gc --cloud --grace 0s --sole-user --force --json
    same "$(json '.remote | "\(.objects) \(.waiting) \(.foreign)"')" "0 4 0"
    expect 0 mlp data gc --cloud --grace 0s --sole-user --force
    same "$(objects "$work/$kind/store")" 2
done
expect 2 mlp data gc --sole-user

# Alone in its remote: history, git's logs and this machine's content know it all.
cd "$work/own/a" && expect 0 mlp remote add alone "$work/alone"
echo three >raw/1 && expect 0 mlp data add raw && git commit -qam three && expect 0 mlp data push -r alone
echo four >raw/1 && expect 0 mlp data add raw && git commit -qa --amend -m four && expect 0 mlp data push -r alone
echo five >raw/1 && expect 0 mlp data add raw && expect 0 mlp data push -r alone
echo six >raw/1 && expect 0 mlp data add raw && git commit -qa --amend -m six && expect 0 mlp data push -r alone
same "$(objects "$work/alone")" 8
expect 0 mlp data gc --cloud -r alone --json
same "$(json '.remote | "\(.waiting) \(.foreign)"')" "6 0"
expect 0 mlp data gc --grace 0s --force
expect 0 mlp data gc --cloud -r alone --json
same "$(json '.remote.foreign')" 2
git reflog expire --expire=now --all && expect 0 mlp data gc --grace 0s --force
expect 0 mlp data gc --cloud -r alone --json
same "$(json '.remote.foreign')" 6
