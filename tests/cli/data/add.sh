# Tracking data in a project of DVC: records, cache, .gitignore; what is refused leaves everything as it was.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir project && cd project && git init -q . && mkdir -p .dvc data/raw/sub
printf '/config.local\n/tmp\n/cache\n' >.dvc/.gitignore && : >.dvc/config
echo hello >data/a.txt && echo x >data/raw/x && echo y >data/raw/sub/y

expect 0 mlp data add data/a.txt data/raw --json
valid_json
same "$(json '.added | map(.path) | join(" ")')" "data/a.txt data/raw"
same "$(json '.commit | join(" ")')" "data/a.txt.dvc data/.gitignore data/raw.dvc"
same "$(cat data/a.txt.dvc)" 'outs:
- md5: b1946ac92492d2347c6235b4d2611184
  size: 6
  hash: md5
  path: a.txt'
same "$(cat data/.gitignore)" "/a.txt
/raw"
same "$(cat .dvc/cache/files/md5/b1/946ac92492d2347c6235b4d2611184)" hello
[ ! -e .dvc/cache/tmp ] || fail "a folder of temporaries is left in the cache"
git add -A && git commit -qm data
[ -z "$(git ls-files | grep -v 'dvc\|ignore')" ] || fail "git has data: $(git ls-files)"

# Again: nothing is written.
before=$(stat -c %i data/raw.dvc)
expect 0 mlp data add data/raw
has "$work/out" unchanged
same "$(stat -c %i data/raw.dvc)" "$before"

# A part of a tracked folder changes its record; what stands in the .dvc file besides stays.
sed -i 's/^outs:/# kept\nouts:/' data/raw.dvc
echo z >data/raw/sub/z && echo unseen >data/raw/unseen
expect 0 mlp data add data/raw/sub/z
has data/raw.dvc '# kept'
has data/raw.dvc 'nfiles: 3'
has data/raw.dvc 'size: 6'
rm data/raw/unseen data/raw/x
expect 0 mlp data add data/raw/x
has data/raw.dvc 'nfiles: 2'
expect 4 mlp data add data/raw/never

# --no-commit records without the cache.
echo later >data/b.txt
expect 0 mlp data add --no-commit data/b.txt
[ ! -e .dvc/cache/files/md5/8f ] || fail "--no-commit wrote to the cache"

# Refusals, each before anything is written.
echo code >tracked.py && git add tracked.py && git commit -qm code
ln -s data/raw link
mkdir data/big && echo 1 >data/big/1
for try in "4 nowhere" "5 data" "2 /etc/hostname" "5 tracked.py" "3 data/raw.dvc" "2 .dvc" "3 link" "3 link/x"; do
    expect "${try%% *}" mlp data add data/big "${try#* }"
    [ ! -e data/big.dvc ] || fail "a record was written although '${try#* }' was refused"
done
has "$work/err" 'link to a folder'
echo 'skipped*' >.dvcignore && echo s >data/skipped.csv
expect 3 mlp data add data/skipped.csv
has "$work/err" .dvcignore

# Without what `dvc init` writes, git would take the cache.
mkdir "$work/open" && cd "$work/open" && git init -q . && mkdir .dvc && : >.dvc/config && echo x >x
expect 0 mlp data add x
has "$work/err" "git does not ignore '$PWD/.dvc/cache'"
mlp doctor >"$work/out" || true
has "$work/out" "git does not ignore $PWD/.dvc/cache"
echo /cache >.dvc/.gitignore && echo y >x
expect 0 mlp data add x
lacks "$work/err" 'git does not ignore'
rm .dvc/.gitignore && echo .dvc/cache >.git/info/exclude && echo z >x
expect 0 mlp data add x
lacks "$work/err" 'git does not ignore'
mlp doctor >"$work/out" || true
lacks "$work/out" 'git does not ignore'

expect 3 mlp data add .gitignore
