# A value that a later command would refuse is refused where it is set, and by validate at its place, in the same words.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir p && cd p && echo 1 >f
printf 'version: 1\nproject: p\nremotes:\n  s: s3://bucket/p\n' >mlp.yaml
expect 0 mlp data add f
cp mlp.yaml before
style="'addressing_style' of remote 's' is 'foo'; path, virtual or auto is expected"
verify="'ssl_verify' of remote 's' is 'maybe'; true, false or a file of authorities"
lineage="lineage goes to a file or to an http(s) address, and 'kafka://h/x' is neither"
expect 2 mlp config set remotes.s.addressing_style foo; has "$work/err" "$style"
expect 2 mlp config set remotes.s.ssl_verify maybe; has "$work/err" "$verify"
expect 2 mlp config set --local lineage.to kafka://h/x; has "$work/err" "$lineage"
expect 2 mlp remote add --force s s3://bucket/p --set addressing_style=foo; has "$work/err" "$style"
expect 2 mlp remote add --force s s3://bucket/p --set ssl_verify=maybe; has "$work/err" "$verify"
cmp mlp.yaml before
for good in 'addressing_style virtual' 'ssl_verify False' 'ssl_verify /etc/ssl/own.pem' 'ssl_verify ./own' 'grant_read id=1' 'grant_full_control id=2'; do
    expect 0 mlp config set remotes.s.${good%% *} "${good#* }"
    expect 0 mlp validate
done
for good in events.jsonl https://catalog.example.org; do expect 0 mlp config set --local lineage.to $good; done

printf 'version: 1\nproject: p\nremotes:\n  s:\n    url: s3://bucket/p\n    addressing_style: foo\n' >mlp.yaml
expect 3 mlp validate --json; valid_json
same "$(json '[.problems[] | "\(.line):\(.column) \(.message)"] | join(",")')" "6:23 $style"
expect 3 mlp data push; has "$work/err" "$style"
sed -i 's/addressing_style: foo/ssl_verify: maybe/' mlp.yaml
expect 3 mlp validate --json
same "$(json '[.problems[] | .line] | join(",")')" 6
has "$work/out" "$verify"
expect 3 mlp data push; has "$work/err" "$verify"
cp before mlp.yaml
printf 'lineage:\n  to: kafka://h/x\n' >.mlp/config.yaml
expect 3 mlp validate; has "$work/out" ".mlp/config.yaml:2:7: error[MLP013]: $lineage"
expect 3 mlp data push; has "$work/err" "$lineage"
rm .mlp/config.yaml
MLP_LINEAGE_TO=kafka://h/x expect 3 mlp remote list; has "$work/err" "$lineage"

# DVC takes any text; mlp refuses what its own remotes refuse.
mkdir ../d && cd ../d && git init -q .
dvc_project s3://bucket/d
expect 2 mlp config set remote.store.ssl_verify maybe
has "$work/err" "'ssl_verify' of remote 'store' is 'maybe'"
expect 0 mlp config set remote.store.ssl_verify false
expect 2 mlp config set remote.store.addressing_style path
