# Data of a project pushed and pulled by `mlp data` through named remotes: a bucket, and a web server with a password; DVC on the
# other side.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_s3
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
. "$MLP_SOURCE/tests/support/s3.sh"
dvc=$MLP_TEST_DVC
start_s3
mkdir p && cd p && git init -q . && "$dvc" init -q
mlp remote add -q --default store s3://bucket/team --set endpointurl="$s3_endpoint"
mkdir data && seq 1000 >data/numbers && echo one >data/one && head -c 20000000 /dev/urandom >big
mlp data add -q data big
sha256sum data/* big >../contents
expect 0 mlp remote test --json; valid_json
expect 0 mlp data push --json; valid_json
rm -rf .dvc/cache data big
"$dvc" pull -q
sha256sum -c --quiet ../contents

# DVC pushes, we pull; a second push has nothing to do.
echo two >data/two && "$dvc" add -q data && "$dvc" push -q
sha256sum data/* big >../contents
rm -rf .dvc/cache data big
expect 0 mlp data pull
sha256sum -c --quiet ../contents

# The same content behind a web server that wants a password.
cat >../web.py <<'PY'
import base64, functools, http.server, sys
class Handler(http.server.SimpleHTTPRequestHandler):
    def send_head(self):
        if self.headers.get("Authorization") != "Basic " + base64.b64encode(b"ada:sesame").decode():
            self.send_error(401)
            return None
        return super().send_head()
    def log_message(self, *words):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=sys.argv[1]))
print(server.server_address[1], flush=True)
server.serve_forever()
PY
python3 ../web.py "$work/s3/data/bucket/team" >../web.port & web=$!
s3_pids="$s3_pids $web"
until [ -s ../web.port ]; do kill -0 $web || fail "the web server does not start"; done
mlp remote add -q web "http://127.0.0.1:$(cat ../web.port)" --set auth=basic --set user=ada
expect 3 mlp remote test web
mlp config set -q --local remote.web.password wrong
expect 6 mlp remote test web
has "$work/err" 401
mlp config set -q --local remote.web.password sesame
expect 0 mlp remote test web
rm -rf .dvc/cache data big
expect 0 mlp data pull -r web
sha256sum -c --quiet ../contents
rm -rf .dvc/cache data big
"$dvc" pull -q -r web
sha256sum -c --quiet ../contents
expect 0 mlp data push -r web --json # nothing to send is no failure
same "$(json '.remotes[0].present')" 5
echo new >new && expect 0 mlp data add new
expect 6 mlp data push -r web
has "$work/err" "can only be read"
expect 0 mlp data remove --outs --force new

# What the bucket holds is damaged: told, and not taken.
victim=../s3/data/bucket/team/files/md5/$(md5sum <data/one | cut -c1-2)/$(md5sum <data/one | cut -c3-32)
cp "$victim" ../good && echo spoilt >"$victim"
rm -rf .dvc/cache data big
expect 7 mlp data pull
cp ../good "$victim"
expect 0 mlp data pull
sha256sum -c --quiet ../contents

# In a project of mlp.yaml.
mkdir ../q && cd ../q
printf 'version: 1\nproject: q\n' >mlp.yaml
mlp remote add -q store s3://bucket/q --set endpointurl="$s3_endpoint"
echo content >file
mlp data add -q file
expect 0 mlp data push --json; valid_json
rm -rf .mlp/objects file
expect 0 mlp data pull
same "$(cat file)" content
