# mlp diff --html: one file that needs nothing else, plots of every kind drawn, hostile names harmless.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir p && cd p && git init -q .
cat >mlp.yaml <<'YAML'
version: 1
project: plots
stages:
  plot:
    cmd: sh plot.sh
    deps: [plot.sh]
    params: [n]
    metrics: [m.json: {cache: false}]
    plots:
      - loss.csv: {x: epoch, y: loss, title: "Loss <script>alert(1)</script>"}
      - points.tsv: {template: scatter, x: a, y: b}
      - bars.json: {template: bar_horizontal, x: name, y: value}
      - classes.yaml: {template: confusion, x: actual, y: predicted}
      - broken.json
      - picture.png
YAML
cat >plot.sh <<'SH'
n=$(sed -n 's/n: //p' params.yaml)
printf 'epoch,loss\n1,%s\n2,0.5\n3,NaN\n4,0.2\n' "$n" >loss.csv
printf 'a\tb\n1\t%s\n3\t2\n' "$n" >points.tsv
printf '[{"name": "<img src=x>", "value": %s}, {"name": "b", "value": -2}]' "$n" >bars.json
printf -- '- {actual: cat, predicted: dog}\n- {actual: cat, predicted: cat}\n- {actual: %s, predicted: dog}\n' "$n" >classes.yaml
echo "$n {" >broken.json
printf '\211PNG %s' "$n" >picture.png
echo "{\"score\": $n}" >m.json
SH
echo 'n: 1' >params.yaml; printf '/loss.csv\n/points.tsv\n/bars.json\n/classes.yaml\n/broken.json\n/picture.png\n' >.gitignore
expect 0 mlp run; git add . && git commit -q -m one
expect 0 mlp run --set n=3
expect 0 mlp diff --html report.html --json; valid_json; has "$work/out" broken.json
same "$(grep -o '<svg' report.html | wc -l)" 4
same "$(grep -o '<img alt' report.html | wc -l)" 2
has report.html 'Not drawn'
has report.html '<td>score</td>'
lacks report.html '<script'; lacks report.html '<img src=x'; lacks report.html 'http'
expect 0 mlp diff --html /dev/stdout -q; has "$work/out" '<!DOCTYPE html>'
# A run's plots were kept with it.
run=$(mlp track list --json -n 5 | jq -r '[.runs[] | select(.tags["mlp.kind"] == "pipeline")][-1].run_id')
expect 0 mlp diff "$run" --html run.html; same "$(grep -o '<svg' run.html | wc -l)" 4
