# kill -9 at random instants of a push: what was acknowledged is there, everything in the store verifies, nothing is half.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
export MLP_STORE=$work/store/store.db
mkdir model && head -c 3000000 /dev/urandom >model/big.bin
mlp -q model push m --path model >/dev/null
acknowledged=1
for i in $(seq 1 30); do
    echo "$i" >model/small.txt
    rm -f ack  # a kill may come before the shell has emptied it
    mlp model push m --path model --json >ack 2>/dev/null &
    pid=$!
    # Spread over the life of the process: 0 to 60 ms.
    perl -e 'select(undef, undef, undef, $ARGV[0])' "$(awk -v r="$RANDOM" 'BEGIN { print r / 32768 * 0.06 }')"
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    if [ -s ack ]; then
        acknowledged=$((acknowledged + 1))
        digest=$(jq -r .version.digest ack)
        same "$(mlp model show "m:$(jq .version.version ack)" --json | jq -r .version.digest)" "$digest"
    fi
    expect 0 mlp audit --verify --limit 0
done
expect 0 mlp model verify --json
versions=$(json .versions)
[ "$versions" -ge "$acknowledged" ] || fail "$acknowledged acknowledged, $versions there"
expect 0 mlp model list m --limit 1000 --json
same "$(json '[.versions[].version] | sort == [range(1; length + 1)]')" true
