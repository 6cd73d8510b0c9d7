# Imports from a bucket over a line that spoils every byte it can: told, and nothing of it is kept; over a good one all is well.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_s3
. "$MLP_SOURCE/tests/support/cli.sh"
. "$MLP_SOURCE/tests/support/s3.sh"
start_s3
export AWS_MAX_ATTEMPTS=2
mkdir giver && cd giver && git init -q . && dvc_project s3://bucket/team
printf '    endpointurl = %s\n' "$s3_endpoint" >>.dvc/config
mkdir d && echo content >d/file && echo other >d/other && seq 5000000 >big
expect 0 mlp data add d big && git add -A && git commit -qm data && expect 0 mlp data push
key_of() { md5sum <"$1" | sed 's|^\(..\)\([0-9a-f]*\).*|team/files/md5/\1/\2|'; }
small=$(key_of d/file) parts=$(key_of big)
rm -rf .dvc/cache

mkdir ../taker && cd ../taker && git init -q . && dvc_project ../../store
start_proxy 1 corrupt:100
AWS_ENDPOINT_URL_S3=$proxy_endpoint expect 7 mlp data import-url "s3://bucket/$small" one
has "$work/err" "s3://bucket/$small"
AWS_ENDPOINT_URL_S3=$proxy_endpoint expect 7 mlp data import-url "s3://bucket/$small" again
sed -i "s|endpointurl = .*|endpointurl = $proxy_endpoint|" ../giver/.dvc/config
expect 6 mlp data get ../giver d/file
expect 6 mlp data import ../giver d
same "$(ls)" ""
[ ! -e .dvc/cache ] || fail "something is kept: $(find .dvc/cache -type f)"
# The tag of an upload in parts tells nothing of its bytes: the size alone is checked, as docs/data.md says.
AWS_ENDPOINT_URL_S3=$proxy_endpoint expect 0 mlp data import-url "s3://bucket/$parts" big
cmp -s big ../giver/big && fail "the line was to spoil it"
same "$(wc -c <big)" "$(wc -c <../giver/big)"
stop_proxy >/dev/null
sed -i "s|endpointurl = .*|endpointurl = $s3_endpoint|" ../giver/.dvc/config

export AWS_ENDPOINT_URL_S3=$s3_endpoint
expect 0 mlp data import-url "s3://bucket/$small" one
same "$(cat one)" content
expect 0 mlp data import-url --force "s3://bucket/$parts" big
cmp big ../giver/big
expect 0 mlp data import ../giver d
same "$(cat d/file d/other)" "content
other"
