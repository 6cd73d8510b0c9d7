# `mlp run --pull` fetches imported data from the repository that it came from, also for one stage alone.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
mkdir source && cd source && git init -q . && dvc_project "$work/store1"
echo rows >data.csv; expect 0 mlp data add data.csv; git add . && git commit -q -m data
mkdir "$work/p" && cd "$work/p" && git init -q . && dvc_project "$work/store2" && mkdir "$work/store2"
expect 0 mlp data import "$work/source" data.csv
printf 'stages:\n  use: {cmd: cat data.csv >out, deps: [data.csv], outs: [out]}\n' >dvc.yaml
git add . && git commit -q -m import
again() { rm -rf data.csv out dvc.lock .dvc/cache; }
again; expect 1 mlp run
expect 0 mlp run --pull --json; valid_json; same "$(cat data.csv out)" "$(printf 'rows\nrows')"
again; expect 0 mlp run --pull --single use --json; same "$(cat data.csv out)" "$(printf 'rows\nrows')"
again; mv "$work/source" "$work/moved"
expect 1 mlp run --pull; has "$work/err" "data.csv is not fetched from where it was imported"
