# A project that DVC itself runs, adds to, commits and edits: the files it leaves are the files that mlp writes.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
dvc() { "$MLP_TEST_DVC" "$@" >"$work/out" 2>"$work/err" || fail "dvc $*: $(cat "$work/out" "$work/err")"; }
compare() { "$dvc_python" "$MLP_SOURCE/tests/compat/dvc_formats.py" "$MLP_DVC_FORMATS" "$@"; }

mkdir project && cd project
git init -q && dvc init -q
mkdir -p d/e src
echo 1 >d/a && echo 2 >d/e/ü && echo raw >raw.csv && echo tool >tool && chmod +x tool
echo '{lr: 1e-5, model: {depth: 3, layers: [1, 2]}, cls: {0: cat, 10: dog, 9: cow}, size: 3, big: 123456789012345678901234567890, inf: .inf}' >params.yaml
echo '{"k": {"a": [1.0, null]}}' >src/p.json
cat >dvc.yaml <<'Y'
stages:
  one:
    cmd: cat d/a ./raw.csv > out.txt
    deps: [d, ./raw.csv, tool]
    params: [lr, model, model.layers, cls, size, big, inf]
    outs: [out.txt]
  two:
    wdir: src
    cmd:
    - mkdir -p made && echo "it's x" > made/f
    - echo '{"auc":1}' > m.json && echo a very long line that is folded somewhere behind the eightieth column > /dev/null
    deps: [../out.txt]
    params:
    - p.json: [k]
    outs: [made]
    metrics: [{m.json: {cache: false}}]
  three:
    foreach: [x, "1"]
    do:
      cmd: "echo a\necho b > ${item}\nchmod +x ${item}"
      params: [{src/p.json: null}]
      outs: ["${item}"]
Y
dvc repro
compare lock dvc.lock .dvc/cache
cp dvc.lock ../before.lock
sed -i 's/1e-5/0.5/' params.yaml && echo more >>raw.csv
dvc repro
compare changed ../before.lock dvc.lock one

# .dvc files: new, changed from file to folder and back, with comments and options, of DVC 2, with an md5 of DVC 1.
cp raw.csv x.csv && cp tool x.tool && cp -r d x.d
dvc add x.csv x.tool x.d
for name in csv tool d; do compare new "x.$name.dvc"; done
cat >c.csv.dvc <<'Y'
# Where it comes from.
md5: 0123456789abcdef0123456789abcdef
wdir: .
outs:
- path: ./c.csv  # the path
  cache: true
  md5: d41d8cd98f00b204e9800998ecf8427e
  # between
  size: 0 # bytes
  desc: "kept"
  meta: {a: [1, 2]}
  persist: false
meta:
  owner: ada # last
Y
echo new >c.csv
for change in 'true' 'chmod +x c.csv' 'rm c.csv; cp -r d c.csv' 'rm -r c.csv; echo 3 > c.csv'; do
    eval "$change"
    cp c.csv.dvc ../old.dvc
    dvc commit -f c.csv.dvc
    compare file ../old.dvc c.csv.dvc
done
dvc import-url "$PWD/raw.csv" imported.csv
compare md5 imported.csv.dvc
