# A project of DVC: mlp diff and mlp track checkout find its outputs, metrics and plots in DVC's cache, as parts of folders too.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir p && cd p && git init -q . && mkdir .dvc && : >.dvc/config
printf '/config.local\n/tmp\n/cache\n' >.dvc/.gitignore
cat >dvc.yaml <<'YAML'
stages:
  make:
    cmd: cat raw.csv > model.bin && grep lr params.yaml >> model.bin && mkdir -p parts && cp model.bin parts/one && cp raw.csv parts/two
    deps: [raw.csv]
    params: [lr]
    outs: [model.bin, parts]
  evaluate:
    cmd: sh evaluate.sh
    deps: [model.bin, evaluate.sh]
    params: [lr, other.yaml: [used.by, name]]
    outs: [live]
    metrics: [m.json]
    plots: [loss.csv: {x: step, y: loss}]
metrics: [live/metrics.json]
plots:
- live/plots
- roc: {x: f, y: {live/train.csv: t, live/test.csv: [t, u]}, title: Receiver, template: simple}
YAML
cat >evaluate.sh <<'SH'
lr=$(sed -n 's/lr: //p' params.yaml)
echo "{\"acc\": $lr, \"best\": \"m$lr\", \"ok\": true, \"list\": [1]}" >m.json
printf 'step,loss\n1,%s\n2,1\n' "$lr" >loss.csv
mkdir -p live/plots
echo "{\"deep\": {\"f1\": $lr}}" >live/metrics.json
printf 'step,x\n1,%s\n' "$lr" >live/plots/x.csv
printf 'f,t\n0,0\n1,%s\n' "$lr" >live/train.csv
printf 'f,t,u\n0,0,1\n1,1,1\n' >live/test.csv
SH
echo 1,2 >raw.csv
printf 'outs:\n- md5: %s\n  size: 4\n  hash: md5\n  path: raw.csv\n' "$(md5sum <raw.csv | cut -d' ' -f1)" >raw.csv.dvc
printf 'lr: 0.1\nunused: 1\n' >params.yaml
printf 'used: {by: 1, no: 2}\nname: a\nfree: 1\n' >other.yaml
expect 0 mlp run --json; first=$(json .run_id)
git add -A && git commit -q -m first
same "$(git ls-files | tr '\n' ' ')" ".dvc/.gitignore .dvc/config .gitignore dvc.lock dvc.yaml evaluate.sh other.yaml params.yaml raw.csv.dvc "
expect 0 mlp diff --exit-code
files() { find . -path ./.git -prune -o -path ./.mlp -prune -o -path ./.dvc -prune -o -type f -print0 | sort -z | xargs -0 md5sum; }
files >"$work/before"

# Other values of everything; of other.yaml, whose keys are named, an unnamed one too.
echo 3,4 >raw.csv
printf 'used: {by: 5, no: 6}\nname: a\nfree: 2\n' >other.yaml
expect 0 mlp run --set lr=0.2 --json; second=$(json .run_id)
expect 0 mlp diff --json; valid_json
same "$(json '[.data[].path] | join(" ")')" "live model.bin parts raw.csv"
same "$(json '.data[] | select(.path == "parts") | [.change, .old.files, .new.files] | join(" ")')" "modified 2 2"
same "$(json '.metrics["m.json"] | "\(.acc.diff) \(.best.old) \(.best.new) \(has("ok"))"')" "0.1 m0.1 m0.2 false"
same "$(json '.metrics["live/metrics.json"]["deep.f1"].old')" 0.1
same "$(json '[.plots[].path] | join(" ")')" "live/plots/x.csv loss.csv roc"
same "$(json '.params | keys | join(" ")')" "other.yaml params.yaml"
same "$(json '.params["other.yaml"] | keys | join(" ")')" used.by
same "$(json '.warnings | length')" 0
expect 0 mlp diff --html "$work/report.html"
for text in Receiver 'HEAD: live/train.csv' live/plots/x.csv; do has "$work/report.html" "$text"; done
git add -A && git commit -q -m second
expect 0 mlp diff HEAD~1 HEAD --json; valid_json
same "$(json '[.data[].path] | join(" ")')" "live model.bin parts raw.csv"
same "$(json '[.plots[].path] | join(" ")')" "live/plots/x.csv loss.csv roc"
# Between runs the same, and with the workspace.
expect 0 mlp diff "$first" "$second" --json; valid_json
same "$(json '.metrics["m.json"].acc.diff')" 0.1
same "$(json '.metrics["live/metrics.json"]["deep.f1"].new')" 0.2
same "$(json '[.plots[].path] | join(" ")')" "live/plots/x.csv loss.csv roc"
same "$(json '[.data[].path] | join(" ")')" "live model.bin parts raw.csv"
expect 0 mlp diff "$second" --exit-code

# Back, and there is nothing to do; data of a .dvc file comes back too, and what is not kept is told.
rm -rf parts
expect 0 mlp track checkout "$first" --json; valid_json
same "$(json '.restored | sort | join(" ")')" "live loss.csv m.json model.bin parts raw.csv"
same "$(json '.missing | length')" 0
files | diff - "$work/before"
expect 0 mlp run --json; same "$(json .status)" up_to_date
# An output that nobody has is not overwritten, and --force keeps it.
git checkout -q -- . && expect 0 mlp track checkout "$second"
echo mine >model.bin; echo more >parts/three
files >"$work/mine"
expect 5 mlp track checkout "$first"; has "$work/err" model.bin
files | cmp - "$work/mine"
expect 0 mlp track checkout "$first" --force --json; backup=$(json .backup_run_id)
files | diff - "$work/before"
expect 0 mlp track checkout "$backup" --force
files | diff - "$work/mine"
rm -rf .dvc/cache
expect 0 mlp track checkout "$second" --force --json
same "$(json '.missing | length > 0')" true
