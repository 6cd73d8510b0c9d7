# --explain names what made a stage run, be restored or be left alone, as the decision noted it: now, and the last time.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
explained() { json ".stages[] | select(.name == \"$1\")$2"; }
expect 0 mlp run --explain train --json; valid_json
same "$(explained train .why)" "no result of it is recorded"
first=$(json .run_id) train=$(explained train .run_id)

# Left alone: everything equals the entry that the first run made; and that is why it ran then.
expect 0 mlp run --explain train --json; valid_json
same "$(json .status)" up_to_date
same "$(explained train '.evidence | "\(.inputs) \(.outputs) \(.made_by.run_id)"')" "3 3 $train"
same "$(explained train '.recorded | "\(.run_id) \(.status) \(.why)"')" "$first ran no result of it is recorded"
expect 0 mlp status --explain train
has "$work/out" "train is up to date because build/clean.txt, params train.lr, its command and 3 outputs are unchanged since run ${train:0:8}"
has "$work/out" "before: ran in run ${first:0:8} because no result of it is recorded"
lacks "$work/out" "prepare is"

# A change is named before the run, by the run, and afterwards.
sed -i 's/lr: 0.1/lr: 0.2/' params.yaml
expect 0 mlp status --explain train; has "$work/out" "train would run because params train.lr 0.1 → 0.2"
expect 0 mlp run --dry-run --explain train --json; valid_json; same "$(explained train .why)" "params train.lr 0.1 → 0.2"
expect 0 mlp run --explain
has "$work/out" "prepare was skipped because data.txt, its command and 1 output are unchanged since"
has "$work/out" "train ran because params train.lr 0.1 → 0.2"
has "$work/out" "evaluate "
expect 0 mlp status --explain train --json; valid_json
same "$(explained train '.recorded.why')" "params train.lr 0.1 → 0.2"
run=$(explained train '.recorded.run_id')
expect 0 mlp track show "$run" --json
same "$(json '.documents.stages.train.why')" "params train.lr 0.1 → 0.2"
same "$(json '.documents.stages.prepare | "\(.status) \(.evidence.inputs)"')" "skipped 2"
[ -n "$(json '.documents.stages.prepare.evidence.made_by.run_id')" ] || fail "nobody made it"
expect 0 mlp track show "$run"; has "$work/out" "params train.lr 0.1 → 0.2"

# Going back: restored, from the run that made it.
sed -i 's/lr: 0.2/lr: 0.1/' params.yaml
expect 0 mlp run --explain train
has "$work/out" "train was restored because params train.lr 0.2 → 0.1; run ${train:0:8} on "
# Even without the lock.
rm mlp.lock
expect 0 mlp run --explain train --json; valid_json
same "$(explained train '| "\(.status) \(.evidence.made_by.run_id)"')" "restored $train"
expect 4 mlp run --explain trian; has "$work/err" "Did you mean 'train'?"
sed -i 's/    outs: \[report.txt\]/    outs: [report.txt]\n    frozen: true/' mlp.yaml
expect 0 mlp status --explain evaluate; has "$work/out" "evaluate is up to date because it is frozen"
