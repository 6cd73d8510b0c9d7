# Data of another repository: got, imported, brought again; from its cache, its remote, and from git.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir source && cd source && git init -q . && mkdir -p data/raw/sub
dvc_project ../../store
echo 1 >data/raw/1 && echo 2 >data/raw/sub/2 && echo notes >data/notes.md
expect 0 mlp data add data/raw && git add -A && git commit -qm data && git tag v1 && expect 0 mlp data push
echo changed >data/raw/1 && expect 0 mlp data add data/raw && git add -A && git commit -qm changed && expect 0 mlp data push
cd ..

expect 0 mlp data get source data/raw/sub --json
valid_json
same "$(cat sub/2)" 2
expect 0 mlp data get source data -o whole --rev v1
same "$(cd whole && find . -type f | sort | tr '\n' ' ')" "./.gitignore ./notes.md ./raw/1 ./raw/sub/2 "
same "$(cat whole/raw/1)" 1
expect 5 mlp data get source data -o whole/raw/1
expect 4 mlp data get source data/nothing
expect 4 mlp data get source data/raw --rev never
expect 4 mlp data get home data/raw
expect 6 mlp data get "$work/nowhere.git" data/raw

mkdir project && cd project && git init -q . && mkdir .dvc && printf '/tmp\n/cache\n' >.dvc/.gitignore && : >.dvc/config
expect 0 mlp data import ../source data/raw --rev v1 --json
valid_json
same "$(json .file)" raw.dvc
has raw.dvc 'frozen: true'
has raw.dvc "    rev_lock: $(git -C ../source rev-parse v1)"
same "$(cat raw/1)" 1
expect 0 mlp data import ../source data/notes.md -o notes.md
has "$work/out" "commit with git: git add notes.md.dvc .gitignore"
git add -A && git commit -qm imports
expect 5 mlp data import ../source data/raw
# Again from where it came: the source's cache, then its remote.
rm -rf .dvc/cache raw notes.md
expect 0 mlp data pull
same "$(cat raw/1 notes.md)" "1
notes"
rm -rf .dvc/cache raw ../source/.dvc/cache
expect 0 mlp data pull raw
same "$(cat raw/sub/2)" 2
object=../store/files/md5/26/ab0db90d72e28ad0ba1e22ee510510 # of sub/2
chmod +w $object && echo X >$object && rm -rf .dvc/cache raw
expect 7 mlp data pull raw
[ ! -e raw ] || fail "damaged content was placed"

# What DVC's settings say about git holds for imports, too.
printf '[core]\n    autostage = true\n' >.dvc/config
expect 0 mlp data import ../source data/notes.md -o staged.md
same "$(git diff --cached --name-only | sort | tr '\n' ' ')" ".gitignore staged.md.dvc "
git reset -q --hard
printf '[core]\n    no_scm = true\n' >.dvc/config
expect 0 mlp data import ../source data/notes.md -o alone.md
lacks .gitignore alone.md

# Records that name places outside of their project write nothing there.
mkdir "$work/hostile" && cd "$work/hostile" && git init -q .
printf 'outs:\n- {md5: 26ab0db90d72e28ad0ba1e22ee510510, path: %s}\n' "$work/planted" >evil.dvc
echo fine >fine && git add -A && git commit -qm evil
mkdir -p .dvc/cache/files/md5/26 && echo 2 >.dvc/cache/files/md5/26/ab0db90d72e28ad0ba1e22ee510510
cd .. && expect 0 mlp data get hostile . -o got
[ ! -e planted ] || fail "a record of others wrote outside of the folder"
same "$(cat got/fine)" fine
