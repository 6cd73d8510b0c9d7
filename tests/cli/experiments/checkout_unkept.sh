# What a checkout cannot bring back is named; what is in the way is told before anything is touched.
. "$MLP_SOURCE/tests/cli/experiments/demo.inc"
demo
git rm -q --cached data.txt; echo /data.txt >>.gitignore; git add . && git commit -q -m ignored
expect 0 mlp run --json; run=$(json .run_id)
git add . && git commit -q -m results
expect 0 mlp track checkout "$run" --json; valid_json; same "$(json '.unlike | length')" 0
echo other >data.txt
expect 0 mlp track checkout "$run" --json; valid_json; same "$(json '.unlike[]')" data.txt
expect 0 mlp track checkout "$run"; has "$work/out" "Not as the run read them: data.txt"
rm data.txt; expect 0 mlp track checkout "$run" --json; same "$(json '.unlike[]')" data.txt
echo hello >data.txt

# A folder where the run had a file, a file where it had a folder.
git rm -q train.sh && mkdir -p train.sh/deep && echo mine >train.sh/deep/file && echo later >later.txt
git add later.txt && git commit -q -m folder
expect 5 mlp track checkout "$run"
has "$work/err" "'train.sh' is a folder here"; has "$work/err" "train.sh/deep/file"
[ -e later.txt ] || fail "a file was removed before the refusal"
git add . && git commit -q -m tracked
expect 0 mlp track checkout "$run"; [ -f train.sh ] || fail "a folder of tracked files is in nobody's way"
git reset -q --hard HEAD~2; git clean -qfd
mkdir sub && echo x >sub/file && git add . && git commit -q -m sub
expect 0 mlp run --force --json; run=$(json .run_id)
git rm -q -r sub && git commit -q -m gone && echo mine >sub
expect 5 mlp track checkout "$run"; has "$work/err" "'sub' is a file here"
# Where contents are kept is no code, even where somebody committed it.
cd "$work" && mkdir d && cd d && git init -q . && mkdir .dvc && touch .dvc/config
printf 'stages:\n  a: {cmd: cat in >out, deps: [in], outs: [out]}\n' >dvc.yaml; echo 1 >in
git add . && git commit -q -m one
expect 0 mlp run --json; run=$(json .run_id)
echo 2 >in; expect 0 mlp run; git add . && git commit -q -m "with the cache"
expect 0 mlp track checkout "$run"; same "$(cat in out)" "$(printf '1\n1')"
