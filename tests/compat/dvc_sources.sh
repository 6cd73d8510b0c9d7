# Data of other repositories as DVC takes it: of projects in their folders, of outputs with a remote of their own, of imports of
# imports; both programs get the same, and write the same records.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
dvc=$MLP_TEST_DVC
mkdir -p mono/sub c b ours theirs
cd mono && git init -q . && cd sub && "$dvc" init -q --subdir
"$dvc" remote add -q -d store "$work/store" && "$dvc" remote add -q other "$work/other"
mkdir m && echo 1 >m/one && echo 2 >apart && "$dvc" add -q m apart && printf '  remote: other\n' >>apart.dvc
"$dvc" push -q && git add -A && git commit -qm sub && rm -rf .dvc/cache
cd ../../c && git init -q . && "$dvc" init -q && "$dvc" remote add -q -d store "$work/c-store"
mkdir d && echo 3 >d/three && "$dvc" add -q d && "$dvc" push -q && git add -A && git commit -qm d
cd ../b && git init -q . && "$dvc" init -q && "$dvc" import -q "$work/c" d && git add -A && git commit -qm d && rm -rf .dvc/cache
cd ..
for project in ours theirs; do (cd $project && git init -q . && "$dvc" init -q); done
import() { # URL PATH
    (cd ours && expect 0 mlp data import "$@") && (cd theirs && "$dvc" -q import "$@") || fail "import $*"
}
import "$work/mono" sub/m
import "$work/mono" sub/apart
import "$work/b" d
diff -r -x .git -x .dvc -x .dvcignore -x .mlp ours theirs || fail "the projects differ"
same "$(cat ours/m/one ours/apart ours/d/three | tr '\n' ' ')" "1 2 3 "
