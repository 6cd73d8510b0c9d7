# kill -9 at random instants of a deploy: `current` is the old or the new release and whole, what was acknowledged is in the
# history, the store verifies, and the next command settles what was left.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
make_model_project p
new_version 0.1
mlp -q deploy production >/dev/null
acknowledged=1
old=1
for i in $(seq 1 30); do
    head -c 300000 /dev/urandom >blob && mlp model push churn --path blob --json >pushed
    version=$(jq .version.version pushed)
    rm -f ack  # a kill may come before the shell has emptied it
    mlp deploy production "churn:$version" --override "no metrics" --json >ack 2>/dev/null &
    pid=$!
    perl -e 'select(undef, undef, undef, $ARGV[0])' "$(awk -v r="$RANDOM" 'BEGIN { print r / 32768 * 0.12 }')"
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    current=releases/production/current
    now=$(json .version "$current/manifest.json")
    [ "$now" = "$old" ] || [ "$now" = "$version" ] || fail "current is version $now, neither $old nor $version"
    for part in $(json '.parts[].path' "$current/manifest.json"); do
        same "sha256:$(sha256sum <"$current/$part" | cut -d' ' -f1)" \
            "$(json ".parts[] | select(.path == \"$part\").digest" "$current/manifest.json")"
    done
    if [ -s ack ]; then
        same "$now" "$version"
        acknowledged=$((acknowledged + 1))
    fi
    expect 0 mlp history production --limit 100 --json
    same "$(json '[.releases[] | select(.current)][0].version')" "$now"
    old=$now
done
# The next deploy settles everything: store and target agree.
head -c 1000 /dev/urandom >blob && mlp model push churn --path blob --json >pushed
expect 0 mlp deploy production "churn:$(jq .version.version pushed)" --override "no metrics" --json
same "$(mlp model show churn@champion --json | jq .version.version)" "$(jq .version.version pushed)"
expect 0 mlp history production --limit 100 --json
total=$(json .total)
[ "$total" -gt "$acknowledged" ] || fail "$acknowledged acknowledged, history has $total"
same "$(json '[.releases[].number] | reverse == [range(1; length + 1)]')" true
same "$(ls -A releases/production/releases | grep -c '^\.' || true)" 0
same "$(ls releases/production/history | grep -vc 'json$' || true)" 0
expect 0 mlp audit --verify --limit 0
expect 0 mlp model verify
