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
        "$edited changed while it ran: no cache keeps the result, and the next run makes it again (if its own command wrote there: that belongs into its outs, not its deps)"
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
    # Taken back before anybody looked: the result is of neither state all the same.
    touch edit
    echo more >>in.txt
    expect 0 mlp run --json
    sed -i 's/2/1/' in.txt params.yaml
    expect 0 mlp run --json
    same "$(json '.stages[0].status')" ran
    has out.txt "$(tail -n 1 in.txt)"
    echo data 1 >in.txt
    rm -rf mlp.lock .mlp out.txt
done
# There and back while it ran: only the time of the file tells.
cat >read.sh <<'S'
cp in.txt kept; echo between >in.txt; cat in.txt >out.txt; cat kept >in.txt; rm kept
S
expect 0 mlp run --json
contains() { case $1 in *"$2"*) ;; *) fail "no '$2' in: $1" ;; esac; }
contains "$(json '.stages[0].warnings[0]')" "in.txt changed while it ran"
rm mlp.yaml
cat >read.sh <<'S'
cat in.txt params.yaml >out.txt
if [ -e edit ]; then rm edit; sed 's/1/2/' "$1" >next; mv next "$1"; fi
S

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
contains "$(json '.stages[0].warnings[0]')" "src changed while it ran"
[ ! -e .dvc/cache/runs ] || fail "a result in doubt was kept in the run cache"
expect 0 mlp status; has "$work/out" "src changed while it last ran"
expect 0 mlp run --json; same "$(json '.stages[0].reasons[0].kind')" input_unsteady
[ -d .dvc/cache/runs ] || fail "the result of a quiet run was not kept"
expect 0 mlp run --json; same "$(json .status)" up_to_date

# What changes its own dependency each time is up to date after the second, as it is for DVC after the first.
cp read.sh steady.sh
echo 'echo more >>src/other.py' >>read.sh
expect 0 mlp run --json --force; same "$(json '.stages[0].status')" ran
expect 0 mlp run --json; contains "$(json '.stages[0].warnings[0]')" "its own command seems to write it"
expect 0 mlp run --json; same "$(json .status)" up_to_date
mv steady.sh read.sh

# New data in the folder is a change, the modules that Python compiles there are not.
rm -rf .dvc/cache/runs dvc.lock
cp read.sh steady.sh
echo 'date +%N >src/new.$$' >>read.sh
expect 0 mlp run --json --force
contains "$(json '.stages[0].warnings[0]')" "src changed while it ran"
rm src/new.*
mv steady.sh read.sh
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

# What removes its own dependency is told so, and what to do; its result is not taken, as DVC has it.
rm -rf dvc.lock .dvc/cache/runs
cat >dvc.yaml <<'S'
stages:
  eat: {cmd: "cat in.txt >out.txt; rm in.txt", deps: [in.txt], outs: [out.txt]}
S
echo data >in.txt
expect 1 mlp run; has "$work/out" "dependency in.txt was there when it started and is gone"; has "$work/out" "its own command"
[ ! -e dvc.lock ] || fail "a result without its input was locked"
