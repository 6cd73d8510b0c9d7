# Events of lineage, read by OpenLineage's own classes: from a file, over HTTP, of both kinds of projects.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_openlineage
. "$MLP_SOURCE/tests/support/cli.sh"
checked() { "$openlineage_python" "$MLP_SOURCE/tests/compat/lineage_events.py" "$1" || fail "not events of OpenLineage: $1"; }

mkdir churn && cd churn && git init -q
mkdir data contracts
printf 'radius,site\n1.5,a\n2.5,b\n' >data/raw.csv
cat >contracts/raw.odcs.yaml <<'Y'
apiVersion: v3.1.0
kind: DataContract
id: raw
version: 1.0.0
status: active
schema:
- name: raw
  properties:
  - {name: radius, logicalType: number}
  - {name: site, logicalType: string}
Y
cat >mlp.yaml <<'Y'
version: 1
project: churn
owner: team-churn
datasets:
  raw: {path: data/raw.csv, contract: contracts/raw.odcs.yaml, owner: registry-team, desc: Cells, purpose: Training}
stages:
  prepare: {cmd: 'mkdir -p out && cp data/raw.csv out/', deps: [data/raw.csv], outs: [out], desc: Copies}
  train: {cmd: wc -c out/raw.csv >model, deps: [out], outs: [model]}
Y
printf '.mlp/\n' >.gitignore
git add . && git commit -qm one && git remote add origin https://ada:secret@git.example.org/team/churn.git

expect 0 mlp run --json --lineage "$work/events.jsonl"
run=$(json .run_id)
same "$(checked "$work/events.jsonl")" 6
event() { jq -c "select(.eventType == \"$1\" and .job.name == \"$2\") | $3" "$work/events.jsonl"; }
same "$(event COMPLETE churn '.run.runId' | tr -d '"-')" "$run"
same "$(event START churn.prepare '.run.facets.parent | [.run.runId, .job.name, .job.namespace]')" \
    "$(event START churn '[.run.runId, .job.name, .job.namespace]')"
same "$(event COMPLETE churn.prepare '.inputs[0] | [.namespace, .name, .facets.version.datasetVersion, .facets.ownership.owners[0].name]')" \
    "[\"file\",\"$PWD/data/raw.csv\",\"sha256:$(sha256sum data/raw.csv | cut -d' ' -f1)\",\"registry-team\"]"
same "$(event COMPLETE churn.prepare '[.inputs[0].facets.schema.fields[] | [.name, .type]]')" '[["radius","number"],["site","string"]]'
same "$(event START churn.prepare '.inputs[0].facets.documentation.description')" '"Cells\nPurpose: Training"'
same "$(event COMPLETE churn.prepare '.outputs[0].outputFacets.outputStatistics.fileCount')" 1
has mlp.lock "$(event COMPLETE churn.prepare '.outputs[0].facets.version.datasetVersion' | tr -d '"')"
same "$(event COMPLETE churn.prepare '.outputs[0] | [.name, .facets.version.datasetVersion]')" \
    "$(event COMPLETE churn.train '.inputs[0] | [.name, .facets.version.datasetVersion]')"
same "$(event START churn.train '.job.facets.sourceCodeLocation | [.url, .path, .version, .branch]')" \
    "[\"https://git.example.org/team/churn.git\",\"mlp.yaml\",\"$(git rev-parse HEAD)\",\"main\"]"
lacks "$work/events.jsonl" secret

# Nothing to do tells nothing; a result that is taken from an earlier run does.
expect 0 mlp run --lineage "$work/events.jsonl"
same "$(checked "$work/events.jsonl")" 6
rm -r model mlp.lock
expect 0 mlp run --lineage "$work/restored.jsonl"
same "$(checked "$work/restored.jsonl")" 6

# A failure, with its reason; several combinations name the files of the project, not of their copies.
sed -i 's/wc -c/exit 3; wc -c/' mlp.yaml
expect 1 mlp run --lineage failed.jsonl
same "$(checked failed.jsonl)" 4
same "$(jq -r 'select(.eventType == "FAIL") | .run.facets.errorMessage.message' failed.jsonl)" $'exit code 3\ntrain: exit code 3'
sed -i 's/exit 3; wc/wc/' mlp.yaml
sed -i 's/deps: \[out\]/deps: [out], params: [lr]/' mlp.yaml
printf 'lr: 1\n' >params.yaml
expect 0 mlp run --set lr=1,2 --lineage "$work/several.jsonl"
checked "$work/several.jsonl" >count
same "$(jq -r 'select(.job.name == "churn.train") | .outputs[].name' "$work/several.jsonl" | sort -u)" "$PWD/model"

# A catalog over HTTP: the key, the address, one answer that asks to come again.
receiver=$MLP_SOURCE/tests/support/lineage_receiver.py
start() { # FILE STATUS…
    "$openlineage_python" "$receiver" "$@" & echo $! >"$1.pid"
    for _ in $(seq 100); do [ -e "$1.port" ] && return; read -rt 0.1 <> <(:) || true; done
    fail "the receiver does not start"
}
trap 'kill $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null; chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
start "$work/posted" 503 201
expect 0 env OPENLINEAGE_API_KEY=k3y mlp run -f --lineage "http://127.0.0.1:$(cat "$work/posted.port")"
same "$(checked "$work/posted")" 6
same "$(sort -u "$work/posted.requests")" "201 /api/v1/lineage Bearer k3y application/json
503 /api/v1/lineage Bearer k3y application/json"
expect 0 env OPENLINEAGE_URL="http://127.0.0.1:$(cat "$work/posted.port")/base" OPENLINEAGE_NAMESPACE=ml OPENLINEAGE_ENDPOINT=v2/lineage mlp run -f
has "$work/posted.requests" "201 /base/v2/lineage None"
same "$(tail -6 "$work/posted" | jq -r .job.namespace | sort -u)" ml

# One that refuses, hangs or is not there: the run is good all the same, with one warning.
start "$work/refusing" 422
expect 0 mlp run -f --lineage "http://127.0.0.1:$(cat "$work/refusing.port")/api/v1/lineage"
same "$(grep -c "6 events of lineage did not reach http://127.0.0.1:[0-9]*/api/v1/lineage: .*status 422" "$work/err")" 1
expect 0 mlp run -f --lineage http://127.0.0.1:9/
same "$(grep -c "events of lineage did not reach" "$work/err")" 1
expect 0 mlp run -f --lineage /proc/none/events.jsonl
same "$(grep -c "events of lineage did not reach" "$work/err")" 1

# A project of DVC: digests are MD5.
mkdir "$work/dvc" && cd "$work/dvc"
dvc_project "$work/remote"
printf 'x\n' >in
printf 'stages:\n  copy: {cmd: cp in out, deps: [in], outs: [out], desc: Copies}\n' >dvc.yaml
expect 0 mlp run --lineage events.jsonl
same "$(checked events.jsonl)" 4
same "$(jq -r 'select(.eventType == "COMPLETE") | .outputs[].facets.version.datasetVersion' events.jsonl)" "md5:$(md5sum in | cut -d' ' -f1)"
