# kill -9 at random instants in add, move, push, pull and gc, in both kinds of projects: afterwards each does what it should,
# nothing recorded is lost and nothing bad is kept. MLP_KILLS says how many rounds of five kills (default 6).
. "$MLP_SOURCE/tests/support/cli.sh"
rounds=${MLP_KILLS:-6}
seed=${MLP_SEED:-$$}
RANDOM=$seed
echo "seed $seed"
hits=0

# until_killed COMMAND…: starts it and kills it after at most 70 ms; it may have ended before.
until_killed() {
    "$@" >/dev/null 2>&1 &
    local pid=$! code=0
    sleep "0.0$((RANDOM % 70))"
    kill -9 $pid 2>/dev/null || true
    wait $pid 2>/dev/null || code=$?
    [ $code != 137 ] || hits=$((hits + 1))
}
for kind in dvc own; do
    mkdir "$work/$kind" && cd "$work/$kind" && git init -q . && mkdir -p data/raw
    content=.mlp/objects digest=sha256
    printf 'version: 1\nproject: p\nremotes:\n  store: ../store-own\n' >mlp.yaml
    if [ $kind = dvc ]; then rm mlp.yaml; dvc_project "$work/store-dvc"; content=.dvc/cache digest=md5; fi
    for i in $(seq 60); do head -c $((RANDOM * 4)) /dev/urandom >data/raw/$i; done
    for round in $(seq "$rounds"); do
        head -c 100000 /dev/urandom >data/raw/new$round
        until_killed mlp data add data/raw
        expect 0 mlp data verify
        expect 0 mlp data add data/raw
        until_killed mlp data move data/raw data/moved
        mlp data move data/raw data/moved >"$work/out" 2>&1 || has "$work/out" "nothing tracked is called 'data/raw'"
        expect 0 mlp data move data/moved data/raw
        git add -A && git commit -qm "round $round"
        until_killed mlp data push
        until_killed mlp data gc --grace 0s --force
        expect 0 mlp data push
        rm -rf $content data/raw
        until_killed mlp data pull
        expect 0 mlp data pull --force
        expect 0 mlp data verify
        expect 0 mlp data status --exit-code
    done
    # The remote holds nothing but what its names say.
    (cd ../store-$kind && find . -path "*/$digest/??/*" -type f | while read -r file; do
        name=$(echo "${file#*/$digest/}" | tr -d / | sed 's/\.dir$//')
        [ "$(${digest}sum <"$file" | cut -d' ' -f1)" = "$name" ] || { echo "$file is damaged"; exit 1; }
    done) || fail "damaged content in the remote"
    [ "$(find ../store-$kind -type f | wc -l)" -gt 60 ] || fail "the remote is empty"
done
echo "$hits of $((rounds * 10)) were killed before they ended"
[ $hits -gt 0 ] || fail "no command was killed"
