# Stores that are damaged, foreign, newer, read-only, or nowhere.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/s/store.db"
run=$(mlp track start -q --name kept)
cp s/store.db whole.db
: >empty.db
MLP_STORE=empty.db expect 7 mlp track list
has err "empty"
head -c 5000 whole.db >cut.db
MLP_STORE=cut.db expect 7 mlp track start
has err "is damaged"
same "$(stat -c %s cut.db)" 5000
echo "just a note" >note.db
MLP_STORE=note.db expect 7 mlp track list
sqlite3 mlflow.db 'CREATE TABLE alembic_version (version_num)'
MLP_STORE=mlflow.db expect 3 mlp track list
has err "MLflow"
cp whole.db newer.db
sqlite3 newer.db 'PRAGMA user_version = 1000'
MLP_STORE=newer.db expect 5 mlp track list
has err "update mlp"
MLP_STORE=http://host:5000 expect 2 mlp track list
MLP_STORE=/proc/store.db expect 3 mlp track start
# Pages in the middle are overwritten: named, not a crash.
cp whole.db damaged.db
dd if=/dev/urandom of=damaged.db bs=4096 seek=3 count=40 conv=notrunc 2>/dev/null
MLP_STORE=damaged.db expect 7 mlp track start
# No home, no project, no store named.
(unset MLP_STORE HOME && expect 2 mlp track list)
has err MLP_STORE
# Outside a project it is the user's own, and says so.
(unset MLP_STORE && expect 0 mlp track list)
has err "the user's own store"
# A store that cannot be written can still be read; root may write everything, so somebody else looks.
chmod -R a-w s && chmod a+rx "$work" s
as=()
if [ "$(id -u)" = 0 ]; then
    command -v setpriv >/dev/null || exit 77
    as=(setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent)
fi
expect 0 "${as[@]}" "$MLP" track list
has out kept
expect 0 "${as[@]}" "$MLP" track show "$run" --json
expect 3 "${as[@]}" "$MLP" track log --run "$run" --metric a=1
has err "read-only"
same "$(ls s)" store.db
# A copy of the database with its log, but without the log's index.
chmod -R u+w s
mlp track log --run "$run" --metric b=1
rm s/store.db-shm && chmod -R a-w s
expect 3 "${as[@]}" "$MLP" track list
has err "copy store.db and store.db-wal"
chmod -R u+w s
expect 0 mlp track show "$run" --json
same "$(json .run.metrics.b)" 1
