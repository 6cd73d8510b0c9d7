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

# A stage alone, whose dependency another stage has made: as the lock has it.
for kind in dvc mlp; do
    mkdir "$work/$kind" && cd "$work/$kind" && git init -q .
    [ $kind = mlp ] || dvc_project "$work/store-$kind"
    [ $kind = dvc ] || printf 'version: 1\nproject: p\n' >mlp.yaml
    printf 'stages:\n  make: {cmd: echo made >a; echo run >>%s, deps: [in], outs: [a]}\n  use: {cmd: cat a >b, deps: [a], outs: [b]}\n' "$COUNT" >>$kind.yaml
    echo in >in; : >"$COUNT"
    export MLP_RUN_REMOTE="$work/store-$kind"
    expect 0 mlp run
    rm -rf a b .mlp .dvc/cache
    expect 0 mlp run --single use --pull --json; valid_json; same "$(json '[.stages[].name] | join(" ")')" use
    same "$(cat a b)" "$(printf 'made\nmade')"; same "$(counter)" 1
    rm -rf a b .mlp .dvc/cache
    MLP_RUN_REMOTE="$work/nowhere" expect 1 mlp run --single use --pull
    has "$work/err" "what make makes is not fetched"
    unset MLP_RUN_REMOTE
done
