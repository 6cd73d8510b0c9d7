# The same data added, changed, pushed and pulled by mlp and by DVC: the same files in project, cache and remote, and
# each reads what the other wrote.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
export DVC_NO_ANALYTICS=1
dvc() { "$MLP_TEST_DVC" "$@"; }

make() {
    mkdir "$1" && cd "$1" && git init -q .
    dvc init -q && dvc remote add -q -d store ../"remote_$1"
    mkdir -p data/raw/sub "data/sp ace"
    echo hello >data/a.txt && echo x >data/raw/x && echo y >data/raw/sub/y && : >data/empty
    printf '#!/bin/sh\n' >data/run.sh && chmod 744 data/run.sh  # as DVC leaves what it checks out
    ln -s a.txt data/link && ln -s ../x data/raw/sub/link && echo ü >"data/sp ace/ü.txt"
    git add .dvc .dvcignore && git commit -qm begin && cd ..
}
# same_trees A B: files, links, modes and content, without what belongs to one machine.
same_trees() {
    diff -r --no-dereference -x .git -x .mlp -x tmp -x btime -x config "$1" "$2" || fail "$1 and $2 differ ($3)"
    list() { (cd "$1" && find . \( -name .git -o -name .mlp -o -name tmp -o -name btime -o -name config \) -prune -o -printf '%p %y %m\n' | sort); }
    diff <(list "$1") <(list "$2") || fail "modes of $1 and $2 differ ($3)"
}
make theirs && make ours
paths=(data/a.txt data/raw data/empty data/run.sh data/link "data/sp ace")
(cd theirs && dvc add -q "${paths[@]}" && git add -A && git commit -qm data)
(cd ours && mlp data add -q "${paths[@]}" && git add -A && git commit -qm data)
same_trees theirs ours "after adding"

# Parts of a folder: changed, new, gone.
for side in theirs ours; do
    (cd $side && echo x2 >data/raw/x && echo new >data/raw/new && rm data/raw/sub/y && echo more >>data/a.txt)
done
(cd theirs && dvc add -q data/raw/new data/raw/x data/raw/sub/y data/a.txt)
(cd ours && mlp data add -q data/raw/new data/raw/x data/raw/sub/y data/a.txt)
same_trees theirs ours "after adding parts"

(cd theirs && dvc push -q) && (cd ours && mlp data push -q)
same_trees remote_theirs remote_ours "after pushing"
for side in theirs ours; do (cd $side && git add -A && git commit -qm changed); done

# Each pulls what the other pushed, whole and in part.
git clone -q theirs by_mlp && git clone -q ours by_dvc
(cd by_mlp && mlp data pull -q data/raw/sub && [ ! -e data/raw/x ] && mlp data pull -q && [ "$(dvc status --json)" = "{}" ]) ||
    fail "mlp did not pull what DVC pushed"
(cd by_dvc && dvc pull -q && mlp data status --exit-code -q) || fail "DVC did not pull what mlp pushed"
diff -r -x .git -x .mlp -x tmp -x config -x btime by_mlp by_dvc || fail "the two pulls differ"

# The same imports, of HEAD and of a tag.
git -C theirs tag v1
for side in a b; do mkdir import_$side && (cd import_$side && git init -q . && dvc init -q && git add -A && git commit -qm begin && mkdir got); done
(cd import_a && dvc import -q ../theirs data/raw && dvc import -q ../theirs data/a.txt -o got/a.txt --rev v1)
(cd import_b && mlp data import -q ../theirs data/raw && mlp data import -q ../theirs data/a.txt -o got/a.txt --rev v1)
same_trees import_a import_b "after importing"
(cd import_b && [ "$(dvc status --json)" = "{}" ]) || fail "DVC sees changes in what mlp imported"
