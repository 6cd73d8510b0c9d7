# mlp track checkout brings a run back: code, parameters, lock, outputs; refuses to lose anything; makes branches.
. "$MLP_SOURCE/tests/cli/experiments/demo.inc"
demo
# A run from a dirty tree: an edit, a new file, a binary, a link, an executable, a deletion.
echo 'echo extra >>model.bin' >>train.sh
printf '\0\377bin' >new.bin; ln -s data.txt link; printf '#!/bin/sh\n' >tool.sh; chmod +x tool.sh
echo keep >committed.txt; git add committed.txt; git commit -q -m committed; rm committed.txt
expect 0 mlp run --json; run=$(json .run_id)
files() { find . -path ./.git -prune -o -path ./.mlp -prune -o \( -type f -o -type l \) -print | sort | while read -r f; do
    printf '%s %s %s\n' "$f" "$(stat -c %F%a "$f")" "$(if [ -L "$f" ]; then readlink "$f"; else md5sum <"$f"; fi)"; done; }
files >"$work/before"
ran=$(counter)
# Another state: committed changes, other results, a later file.
git checkout -q -- . && rm -f new.bin link tool.sh
git add . && git commit -q -m results
echo later >later.txt; echo HELLO >data.txt; git add . && git commit -q -m later
expect 0 mlp run --set train.lr=0.9
# Not committed: refused, and everything stays.
files >"$work/dirty"
expect 5 mlp track checkout "$run"; has "$work/err" "params.yaml"
files | cmp - "$work/dirty"
git add . && git commit -q -m clean; head=$(git rev-parse HEAD)
echo untracked >notes.txt
expect 0 mlp track checkout "$run" --json; valid_json
same "$(json '.backup_run_id, .branch')" "$(printf 'null\nnull')"
same "$(git rev-parse HEAD)" "$head"
same "$(cat notes.txt)" untracked; rm notes.txt
files | diff - "$work/before"
expect 0 mlp run --json; same "$(json .status)" up_to_date
git checkout -q -- . ; git clean -qfd
# As a branch, from any HEAD; a stage's run means its pipeline's.
git status --porcelain
stage=$(mlp track show "$run" --json | jq -r '.children[0]')
expect 0 mlp track checkout "$stage" --branch back/again --json; valid_json
same "$(git branch --show-current)" back/again
same "$(git rev-parse HEAD)" "$(json .branch_commit)"
same "$(git rev-parse HEAD~1)" "$(json .commit)"
clean_tree
files | diff - "$work/before"
expect 5 mlp track checkout "$run" --branch back/again
expect 2 mlp track checkout "$run" --branch 'a..b'
same "$(counter)" $((ran + 3))
# By force: what was here is a run too, and comes back whole.
echo mine >model.bin; echo work >train.sh; echo new >unknown.txt; rm data.txt
files >"$work/mine"
expect 5 mlp track checkout "$(mlp track list -n 1 --json | jq -r '.runs[0].run_id')"
expect 0 mlp track checkout "$run" --force --json; valid_json; backup=$(json .backup_run_id)
cmp -s train.sh <(echo work) && fail "not checked out"
rm unknown.txt
expect 0 mlp track checkout "$backup" --force
files | diff - "$work/mine"
expect 4 mlp track checkout ffffffff
plain=$(mlp track start -q); expect 3 mlp track checkout "$plain"; has "$work/err" "recorded no code"
