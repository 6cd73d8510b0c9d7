# What is edited while a stage reads it: told, shared with nobody, and in a project of ours made again.
. "$MLP_SOURCE/tests/support/cli.sh"
git init -q .

# The stage itself stands for the person with an editor, once.
cat >read.sh <<'S'
cat in.txt params.yaml >out.txt
if [ -e edit ]; then rm edit; sed 's/1/2/' "$1" >next; mv next "$1"; fi
S
echo data 1 >in.txt
echo 'rate: 1' >params.yaml
cat >mlp.yaml <<'S'
version: 1
project: demo
stages:
  read: {cmd: "sh read.sh $EDITED", deps: [in.txt], params: [rate], outs: [out.txt]}
S
for edited in in.txt params.yaml; do
    export EDITED=$edited
    touch edit
    expect 0 mlp run --json
    same "$(json '.stages[0].warnings[0]')" \
        "$edited changed while it ran: no cache keeps the result, and the next run makes it again"
    expect 0 mlp run --json
    same "$(json '.stages[0].status')" ran
    same "$(json '.stages[0].warnings')" null
    has out.txt 2
    expect 0 mlp run --json; same "$(json .status)" up_to_date
    # With the old content nothing comes back out of a cache.
    sed -i 's/2/1/' in.txt params.yaml
    expect 0 mlp run --json
    same "$(json '.stages[0].status')" ran
    has out.txt 1
    rm -rf mlp.lock .mlp out.txt
done
rm mlp.yaml

# In a project of DVC the lock is DVC's: it takes what is there afterwards for what was read.
mkdir .dvc src
echo 'code 1' >src/code.py
echo 'other 1' >src/other.py
printf '[core]\n    no_scm = true\n' >.dvc/config
cat >dvc.yaml <<'S'
stages:
  read:
    cmd: sh read.sh $EDITED
    deps: [src]
    params: [rate]
    outs: [out.txt]
S
echo 'mkdir -p src/__pycache__; echo c >src/__pycache__/code.pyc' >>read.sh
export EDITED=src/code.py
touch edit
expect 0 mlp run --json
contains() { case $1 in *"$2"*) ;; *) fail "no '$2' in: $1" ;; esac; }
contains "$(json '.stages[0].warnings[0]')" "src changed while it ran"
expect 0 mlp run --json; same "$(json .status)" up_to_date
[ ! -e .dvc/cache/runs ] || fail "a result in doubt was kept in the run cache"
expect 0 mlp run --single --force read
[ -d .dvc/cache/runs ] || fail "the result of a quiet run was not kept"

# What a program adds to the folder that it reads is its own business.
rm -rf .dvc/cache/runs src/__pycache__ dvc.lock
expect 0 mlp run --json --force
same "$(json '.stages[0].warnings')" null
[ -d .dvc/cache/runs ] || fail "an added file is no reason to distrust the result"

# A parameter that changed meanwhile is recorded with the value that the stage began with.
rm dvc.lock
export EDITED=params.yaml
touch edit
expect 0 mlp run --force --json
contains "$(json '.stages[0].warnings[0]')" "params.yaml changed while it ran"
has dvc.lock "rate: 2"
run=$(json .run_id)
expect 0 mlp track show "$run" --json
same "$(json .run.params.rate)" 1
