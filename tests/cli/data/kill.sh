# kill -9 at random instants in add, push, pull and gc: afterwards each does what it should, nothing recorded is lost and
# nothing bad is kept. MLP_KILLS says how often (default 12).
. "$MLP_SOURCE/tests/support/cli.sh"
kills=${MLP_KILLS:-12}
seed=${MLP_SEED:-$$}
RANDOM=$seed
echo "seed $seed"
mkdir project && cd project && git init -q . && mkdir -p data/raw
dvc_project ../../store
for i in $(seq 60); do head -c $((RANDOM * 4)) /dev/urandom >data/raw/$i; done

# until_killed COMMAND…: starts it and kills it after at most 60 ms; it may have ended before.
until_killed() {
    "$@" >/dev/null 2>&1 &
    local pid=$!
    sleep "0.0$((RANDOM % 60 + 10))"
    kill -9 $pid 2>/dev/null || true
    wait $pid 2>/dev/null || true
}
for round in $(seq "$kills"); do
    head -c 100000 /dev/urandom >data/raw/new$round
    until_killed mlp data add data/raw
    expect 0 mlp data verify
    expect 0 mlp data add data/raw
    git add -A && git commit -qm "round $round"
    until_killed mlp data push
    until_killed mlp data gc --grace 0s --force
    expect 0 mlp data push
    rm -rf .dvc/cache data/raw
    until_killed mlp data pull
    expect 0 mlp data pull --force
    expect 0 mlp data verify
    expect 0 mlp data status --exit-code
done
# The remote holds nothing but what its names say.
(cd ../store && find files -type f | while read -r file; do
    name=$(echo "${file#files/md5/}" | tr -d / | sed 's/\.dir$//')
    [ "$(md5sum <"$file" | cut -d' ' -f1)" = "$name" ] || { echo "$file is damaged"; exit 1; }
done) || fail "damaged content in the remote"
