# mlp diff between commits, the working tree and runs: values, plots, data, what is missing on a side.
. "$MLP_SOURCE/tests/cli/experiments/demo.inc"
demo
expect 0 mlp run --json; first=$(json .run_id)
git add . && git commit -q -m "first results"
expect 0 mlp diff --exit-code; has "$work/out" "Nothing differs between HEAD and workspace"
expect 0 mlp diff --json --all; valid_json
same "$(json '.differs, .params["params.yaml"]["train.lr"].change')" "$(printf 'false\nsame')"
expect 0 mlp run --set train.lr=0.2 --json; second=$(json .run_id)
expect 1 mlp diff --exit-code
expect 0 mlp diff --json; valid_json
same "$(json .a.commit)" "$(git rev-parse HEAD)"
same "$(json '.params' | jq -cS .)" '{"params.yaml":{"train.lr":{"change":"modified","diff":0.1,"new":0.2,"old":0.1}}}'
same "$(json '.metrics["metrics.json"].acc.diff')" 0.1
same "$(json '[.data[] | .path] | join(" ")')" model.bin
same "$(json '.plots[0].path')" loss.csv
# Runs, in both directions, and against a commit: the same facts from what the store kept.
expect 0 mlp diff "$second" "${first:0:8}" --json; valid_json
same "$(json '.metrics["metrics.json"].acc.diff, .a.run_id')" "$(printf '%s\n%s' -0.1 "$second")"
expect 0 mlp diff HEAD "$first" --json; same "$(json .differs)" false
expect 0 mlp diff "$second" --json; same "$(json .differs)" false
expect 0 mlp diff "$first" "$second"; has "$work/out" "run ${first:0:8}"; has "$work/out" "+0.1"
# Markdown as a comment.
expect 0 mlp diff --md
has "$work/out" '| Path         | Metric   | HEAD   | workspace   | Change   |'
has "$work/out" '| metrics.json | acc      | 0.1    | 0.2         | 0.1      |'
has "$work/out" '| params.yaml | train.lr | 0.1    | 0.2         |'
expect 2 mlp diff --md --json
# What a stage logged without a file is compared between runs alone; runs that are no pipeline's compare too.
sed -i '1i mlp track log --metric "extra=$(sed -n "s/.*lr: //p" params.yaml)"' train.sh
mlp run -q --set train.lr=0.2 --json >"$work/a"; mlp run -q --set train.lr=0.1 --json >"$work/b"
expect 0 mlp diff "$(json .run_id "$work/a")" "$(json .run_id "$work/b")" --json; valid_json
same "$(json '.metrics[""]["train.extra"].diff')" -0.1
expect 0 mlp diff "$(json .run_id "$work/b")" --json; same "$(json .differs)" false
git checkout -q -- train.sh; mlp run -q --set train.lr=0.2
one=$(mlp track start -q --param p=1); two=$(mlp track start -q --param p=2)
expect 0 mlp diff "$one" "$two" --json; valid_json; same "$(json '.params[""].p.new')" 2
expect 0 mlp diff "$one" --json; valid_json; has "$work/out" "is no run of the pipeline"
# Before the first results there is no lock: parameters are compared all the same, the rest is new.
expect 0 mlp diff HEAD~1 --json; valid_json
same "$(json '.params | keys | join(" ")')" params.yaml
same "$(json '.data[] | select(.path == "data.txt")')" ""
same "$(json '.data[] | select(.path == "model.bin").change')" added
same "$(json '.metrics["metrics.json"].acc.change')" added
# Odd values, nested keys, a key and a file that go.
printf '{"acc": NaN, "big": 1e308, "deep": {"er": [1], "n": 12345678901234567890}}' >metrics.json
printf 'train:\n  lr: 0.2\n  epochs: many\n' >params.yaml
mv data.txt moved.txt
expect 0 mlp diff --json; valid_json
same "$(json '.metrics["metrics.json"].acc.new')" NaN
same "$(json '.metrics["metrics.json"]["deep.n"].change')" added
same "$(json '.metrics["metrics.json"]["by.size"].change')" deleted
same "$(json '.params["params.yaml"].unused.old | join(",")')" 1,2
same "$(json '.params["params.yaml"]["train.epochs"].new')" many
same "$(json '.data[] | select(.path == "data.txt").change')" deleted
printf '{"acc": ' >metrics.json
expect 0 mlp diff --json; valid_json; has "$work/out" metrics.json:1
same "$(json '.metrics["metrics.json"].acc.change')" deleted
