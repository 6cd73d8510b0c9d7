# Content in a bucket of a real S3 server: pushed and fetched whole and in parts, read by DVC, and DVC's read by us; a line that
# truncates, corrupts, delays and drops; wrong keys; two machines at once. A failure prints the seed to give back in MLP_TEST_SEED.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_s3
. "$MLP_SOURCE/tests/support/cli.sh"
. "$MLP_SOURCE/tests/support/s3.sh"
driver=$MLP_REMOTE_DRIVER
start_s3
url=s3://bucket/team/data
direct="$url endpointurl=$s3_endpoint"

# make_cache FOLDER: blobs of many sizes as DVC's cache has them: none, small, the size of a part, several parts.
make_cache() {
    python3 - "$1" <<'PY'
import hashlib, os, random, sys
dice = random.Random(7)
for size in [0, 1, 10_000, 16 << 20, (16 << 20) + 1, 40_000_000] + [dice.randrange(5000) for _ in range(40)]:
    data = dice.randbytes(size)
    name = hashlib.md5(data).hexdigest()
    path = f"{sys.argv[1]}/files/md5/{name[:2]}/{name[2:]}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "wb").write(data)
PY
}
digests() { (cd "$1" && find files -type f | sort | xargs md5sum); }
make_cache here
digests here >expected

expect 0 $driver $direct push here
has out "moved 46 present 0 failed 0"
digests s3/data/bucket/team/data | diff expected -
expect 0 $driver $direct push here
has out "moved 0 present 46 failed 0"
expect 0 $driver $direct pull there
digests there | diff expected -
expect 0 $driver $direct list
same "$(wc -l <out)" 46
expect 0 $driver $direct put-text runs/ab/cd 'a text'
expect 0 $driver $direct text runs/ab/cd
same "$(cat out)" 'a text'
expect 0 $driver $direct put-text runs/ab/deep/ef more
expect 0 $driver $direct put-text runs/ab/aa more
expect 0 $driver $direct texts runs/ab
same "$(cat out)" "$(printf 'runs/ab/aa\nruns/ab/cd')"
expect 0 $driver $direct texts runs/none
same "$(cat out)" ""
expect 0 $driver $direct text runs/other
same "$(cat out)" '(none)'

# Many blobs are looked up in lists; what is not as it should be in the bucket is put there again.
python3 - many <<'PY'
import hashlib, os, sys
for number in range(1000):
    data = b"%d" % number
    name = hashlib.md5(data).hexdigest()
    path = f"{sys.argv[1]}/files/md5/{name[:2]}/{name[2:]}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "wb").write(data)
PY
start_proxy 1
many="s3://bucket/many endpointurl=$proxy_endpoint"
expect 0 $driver $many push many
has out "moved 1000 present 0 failed 0"
digests many | diff - <(digests s3/data/bucket/many)
rm -r "$(find s3/data/bucket/many -path "*/md5/*" -type d | sort | sed 1q)"
cut=$(find s3/data/bucket/many -type f | sort | tail -1) && : >"$cut"
expect 0 $driver $many push many
digests many | diff - <(digests s3/data/bucket/many)
stop_proxy >requests
heads=$(sed -n "s/.*'HEAD': \([0-9]*\).*/\1/p" requests)
[ "${heads:-0}" -lt 60 ] || fail "asked for each of the blobs: $(cat requests)" # folders with one blob are asked

# A big upload that is killed goes on where it was: nothing is stored under its name before the end, and parts are not sent again.
expect 0 $driver $direct remove
start_proxy 1 delay:100
$driver $url endpointurl=$proxy_endpoint push here >killed 2>&1 & killed=$!
until find s3/meta -path '*multipart*' -name etag | grep -q .; do kill -0 $killed 2>/dev/null || break; done
kill -9 $killed 2>/dev/null || true
wait $killed 2>/dev/null || true
stop_proxy >/dev/null
expect 0 $driver $direct push here
digests s3/data/bucket/team/data | diff expected -

# Two machines push the same at the same time.
expect 0 $driver $direct remove
expect 0 $driver $direct list
same "$(wc -l <out)" 0
$driver $direct push here >one & one=$!
expect 0 $driver $direct push here
wait $one
digests s3/data/bucket/team/data | diff expected -

# A bad line. With enough patience all arrives, and what is here or there is always what its name says.
seed=${MLP_TEST_SEED:-1}
faults="refuse:4 busy:4 forget:4 truncate:4 corrupt:4 spoil:4 delay:4 stall:1"
export AWS_MAX_ATTEMPTS=12
expect 0 $driver $direct remove
start_proxy "$seed" $faults
line="$url endpointurl=$proxy_endpoint read_timeout=1"
for _ in 1 2 3 4 5; do $driver $line push here >out && break; done
has out "failed 0"
digests s3/data/bucket/team/data | diff expected - || fail "seed $seed: pushed over a bad line"
rm -rf there
for _ in 1 2 3 4 5; do $driver $line pull there >out && break; grep -qE '^(missing|invalid|bug)' out && fail "seed $seed: $(cat out)"; done
has out "failed 0"
digests there | diff expected - || fail "seed $seed: fetched over a bad line"
stop_proxy >faults
for fault in refuse busy forget truncate corrupt; do has faults "$fault"; done

# A line that lies about everything: failures, and nothing is kept.
rm -rf there
start_proxy "$seed" corrupt:100
export AWS_MAX_ATTEMPTS=2
$driver $url endpointurl=$proxy_endpoint pull there >out 2>err && fail "corrupt answers were taken"
same "$(find there -type f -size +0 2>/dev/null | wc -l)" 0 # nothing can be done to an empty one
has out "arrives with other bytes each time" # and what lies in the bucket is not called damaged
stop_proxy >/dev/null

# What stands in the bucket is wrong: said, with the name, and not kept.
victim=$(cd s3/data/bucket/team/data && find files -type f -size -5k -size +0 | head -1)
cp "s3/data/bucket/team/data/$victim" good && echo spoilt >"s3/data/bucket/team/data/$victim"
expect 1 $driver $direct pull there
has out "failed 1"
has out "damaged: md5:$(md5sum <good | cut -d' ' -f1)"
[ ! -e "there/$victim" ] || fail "damaged content was kept"
cp good "s3/data/bucket/team/data/$victim"

# Doors: wrong secret, wrong key, no bucket, nobody there, no credentials; no secret in what is said.
refused() { # CODE TEXT COMMAND…
    local code=$1 text=$2
    shift 2
    expect "$code" "$@"
    cat out err >said
    has said "$text"
    lacks said sesame
}
AWS_SECRET_ACCESS_KEY=sesame refused 6 "does not fit the key id" $driver $direct list
AWS_ACCESS_KEY_ID=nobody refused 6 "not known there" $driver $direct list
refused 6 "bucket does not exist" $driver s3://nowhere endpointurl=$s3_endpoint list
refused 6 "" $driver $url endpointurl=http://127.0.0.1:1 list
(unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
refused 6 "no credentials" $driver $direct list
refused 6 "does not fit" $driver $direct access_key_id=testkey secret_access_key=sesame list
expect 0 $driver $direct access_key_id=testkey secret_access_key=testsecret list
mkdir -p home/.aws
printf '[work]\naws_access_key_id = testkey\naws_secret_access_key = testsecret\n' >home/.aws/credentials
printf '[profile work]\nregion = us-east-1\nendpoint_url = %s\n' "$s3_endpoint" >home/.aws/config
expect 0 $driver $url profile=work list
AWS_PROFILE=work expect 0 $driver $url list)

# DVC reads what we pushed, and we what DVC pushed.
[ -x "$MLP_TEST_DVC" ] && "$(dirname "$MLP_TEST_DVC")/python" -c 'import dvc_s3' 2>/dev/null || exit 0
needs_dvc
dvc=$MLP_TEST_DVC
mkdir p && cd p && git init -q . && "$dvc" init -q
"$dvc" remote add -q -d store s3://bucket/dvc
"$dvc" remote modify store endpointurl "$s3_endpoint"
mkdir -p data/sub && head -c 20000000 /dev/urandom >data/big && echo one >data/sub/one && echo file >file
"$dvc" add -q data file
find data file -type f | sort | xargs sha256sum >../contents
expect 0 $driver s3://bucket/dvc "endpointurl=$s3_endpoint" push .dvc/cache
rm -rf .dvc/cache data file
"$dvc" pull -q
sha256sum -c --quiet ../contents
expect 0 $driver s3://bucket/dvc "endpointurl=$s3_endpoint" remove
"$dvc" push -q
rm -rf .dvc/cache data file ../s3/data/bucket/.cache
expect 0 $driver s3://bucket/dvc "endpointurl=$s3_endpoint" pull .dvc/cache
"$dvc" checkout -q
sha256sum -c --quiet ../contents
