# Two machines work on one bucket at once: both add, push, fetch and clean up, and are killed at random instants meanwhile. In the end
# every commit's data comes back whole to a third. MLP_KILLS: rounds of a machine, each with up to three kills (100 by hand).
. "$MLP_SOURCE/tests/support/peers.sh"
needs_s3
. "$MLP_SOURCE/tests/support/cli.sh"
. "$MLP_SOURCE/tests/support/s3.sh"
start_s3
rounds=${MLP_KILLS:-4}
seed=${MLP_SEED:-$$}
echo "seed $seed"

git init -q --bare origin.git
git clone -q origin.git first 2>/dev/null
cd first
mkdir .dvc && printf '/tmp\n/cache\n/config.local\n' >.dvc/.gitignore
cat >.dvc/config <<INI
[core]
    remote = store
['remote "store"']
    url = s3://bucket/team
    endpointurl = $s3_endpoint
INI
git add -A && git commit -qm "Share a bucket" && git push -q origin HEAD
cd ..
git clone -q origin.git second

# until_killed COMMAND…: killed after at most 100 ms; it may have ended before.
until_killed() {
    "$@" >/dev/null 2>&1 &
    local pid=$!
    sleep "0.$(printf '%03d' $((RANDOM % 100)))"
    kill -9 $pid 2>/dev/null || true
    wait $pid 2>/dev/null || true
}
clean_up() { mlp data gc --cloud --sole-user --grace 0s --force --all-commits; }
# may_wait COMMAND…: the other machine's commit may be there before its data; then a clean-up refuses to judge.
may_wait() {
    local code=0
    "$@" || code=$?
    case $code in 0 | 4) ;; *) return $code ;; esac
}
# must COMMAND…: what it printed is shown when it fails.
must() { "$@" >"$log" 2>&1 || fail "$machine, round $round: $*: $(cat "$log")"; }
# One machine: its commits go to a branch of its own, before their data is pushed, as a clean-up elsewhere goes by commits.
machine() {
    machine=$1 log=$work/log.$1
    RANDOM=$((seed + $2))
    cd "$work/$machine"
    git checkout -qb "$machine"
    for round in $(seq "$rounds"); do
        mkdir -p data
        for file in $(seq 20); do head -c $((RANDOM * 2)) /dev/urandom >"data/$((RANDOM % 60))"; done
        must mlp data add data
        git add -A
        # Every other commit takes the place of the one before: what that alone named is for the clean-up.
        if [ $((round % 2)) = 0 ]; then git commit -q --amend -m "$machine $round"; else git commit -qm "$machine $round"; fi
        must git push -qf origin "$machine"
        until_killed mlp data push
        must git fetch -q --all # without it, a clean-up goes by old commits; twice so, and it takes what is new
        until_killed mlp data gc --cloud --sole-user --grace 0s --force --all-commits
        must mlp data push
        must git fetch -q --all
        must may_wait clean_up
        rm -rf .dvc/cache data
        until_killed mlp data pull
        must mlp data pull --force
        must mlp data status --exit-code
    done
}
machine first 1 & first=$!
machine second 2 & second=$!
wait $first || fail "seed $seed: the first machine"
wait $second || fail "seed $seed: the second machine"

git clone -q origin.git third
cd third
for branch in first second; do
    git checkout -q "$branch"
    expect 0 mlp data fetch --all-commits
    expect 0 mlp data checkout
    expect 0 mlp data verify
    (cd data && sha256sum *) >"$work/there"
    (cd "$work/$branch/data" && sha256sum *) | cmp - "$work/there" || fail "seed $seed: $branch has other data"
done
# The bucket holds nothing but what its names say.
(cd "$work/s3/data/bucket/team" && find files -type f | while read -r file; do
    name=$(echo "${file#files/md5/}" | tr -d / | sed 's/\.dir$//')
    [ "$(md5sum <"$file" | cut -d' ' -f1)" = "$name" ] || { echo "$file is damaged"; exit 1; }
done) || fail "seed $seed: damaged content in the bucket"
