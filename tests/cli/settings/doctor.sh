# mlp doctor finds what is wrong and says what mends it.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir p && cd p
printf 'version: 1\nproject: p\n' >mlp.yaml
expect 0 mlp doctor --offline --json; valid_json
same "$(json .healthy)" true
state() { json "[.checks[] | select(.check == \"$1\").state] | unique | join(\" \")"; }
same "$(state project)" ok
same "$(state git)" ok
expect 0 mlp doctor --offline
printf 'version: 1\nproject: p\nstages: 3\n' >mlp.yaml
expect 1 mlp doctor --offline --json; valid_json
same "$(state project)" fault
has "$work/out" 'mlp validate'
printf 'version: 1\nproject: p\nremotes:\n  gone: s3://bucket/x\n  here: ../shared\n  later: ../later\n  nobody: http://127.0.0.1:1/x\n' >mlp.yaml
mkdir ../shared
AWS_MAX_ATTEMPTS=1 expect 1 mlp doctor --json; valid_json
same "$(state 'remote here')$(state 'remote later')" okok
has "$work/out" 'not there yet'
same "$(state 'remote gone')" fault
same "$(state 'remote nobody')" fault
has "$work/out" 'AWS_ACCESS_KEY_ID'
printf 'version: 1\nproject: p\n' >mlp.yaml
mlp track start >/dev/null
expect 0 mlp doctor --offline --json
same "$(state store)" ok
printf 'damage' | dd of=.mlp/store.db bs=1 seek=4200 conv=notrunc status=none
mlp doctor --offline --json >"$work/out" || true
valid_json
printf 'run: [\n' >.mlp/config.yaml
expect 1 mlp doctor --offline --json; valid_json
same "$(state settings)" fault
rm .mlp/config.yaml .mlp/store.db*
# Leftovers of a killed process, and a table of DVC's that names one.
mkdir -p .mlp/tmp/old .dvc/tmp && touch -d '3 days ago' .mlp/tmp/old
printf '{"write": {"/x": {"pid": 999999999, "cmd": "dvc add"}}, "read": {}}' >.dvc/tmp/rwlock
touch .dvc/config
expect 0 mlp doctor --offline --json; valid_json
same "$(state leftovers)" warning
same "$(state locks)" warning
printf "['remote \"s\"']\n    url = s3://b\n    secret_access_key = sesame\n" >.dvc/config
expect 1 mlp doctor --offline --json; valid_json
same "$(state secrets)" fault
lacks "$work/out" sesame
cd .. && mkdir none && cd none
expect 0 mlp doctor --json; valid_json
same "$(state project)" warning

# No place for temporary files is a finding.
TMPDIR=/nowhere expect 1 mlp doctor --offline --json; valid_json
same "$(state 'temporary folder')" fault
