# Imports by address, updates, moves and removals: the same files as DVC's, byte for byte, in two projects side by side.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
needs_s3
. "$MLP_SOURCE/tests/support/cli.sh"
. "$MLP_SOURCE/tests/support/s3.sh"
start_s3
export AWS_ENDPOINT_URL=$s3_endpoint AWS_ENDPOINT_URL_S3=$s3_endpoint
dvc=$MLP_TEST_DVC

mkdir -p ext/d/s web ours theirs
printf 'x\n' >ext/f.csv
printf 1 >ext/d/1
printf 22 >ext/d/s/2
printf 'umlaut' >"ext/d/s/ü x"
printf '#!/bin/sh\n' >ext/run && chmod +x ext/run
printf 'hello\n' >web/a.csv
printf 'hello\n' >web/b.untagged
mkdir s3/data/bucket/in
put() { "$dvc_python" - "$s3_endpoint" "$@" <<'PY'
import sys, fsspec
store = fsspec.filesystem("s3", endpoint_url=sys.argv[1])
for key, text in zip(sys.argv[2::2], sys.argv[3::2]):
    with store.open("bucket/in/" + key, "wb") as file:
        file.write(text.encode())
PY
}
put a.csv hi d/1 1 d/s/2 22
python3 "$MLP_SOURCE/tests/support/tagged_files.py" web port & s3_pids="$s3_pids $!"
until [ -e port ]; do kill -0 $!; done
web=http://127.0.0.1:$(cat port)

for project in ours theirs; do
    (cd $project && git init -q && mkdir -p .dvc sub && dvc_project "$work/remote" &&
        printf '['\''remote "lake"'\'']\n    url = s3://bucket/in\n' >>.dvc/config)
done
# both FOLDER ARGUMENTS…: the same words to both programs.
both() {
    local folder=$1
    shift
    (cd "ours/$folder" && expect 0 mlp data "$@")
    (cd "theirs/$folder" && "$dvc" -q "$@") || fail "dvc $*"
}
# alike: what git would see is the same in both projects.
alike() {
    diff -r -x .git -x .dvc -x .dvcignore -x .mlp ours theirs || fail "the projects differ"
}
both . import-url "$work/ext/f.csv"
both . import-url ../ext/f.csv rel.csv
both . import-url ../ext/d
both sub import-url ../../ext/d dd
both . import-url ../ext/run
both . import-url "$web/a.csv"
both . import-url "$web/a.csv?x=1" q.csv
both . import-url --no-exec "$web/a.csv" later.csv
both . import-url --no-download "$web/a.csv" state.csv
both . import-url s3://bucket/in/a.csv s.csv
both . import-url s3://bucket/in/d sd
both . import-url remote://lake/a.csv r.csv
alike
(cd ours && "$dvc" status -q) || true
cd ours
expect 3 mlp data import-url "$web/b.untagged"
has "$work/err" ETag
expect 4 mlp data import-url "$web/none"
expect 4 mlp data import-url s3://bucket/none
expect 5 mlp data import-url "$web/a.csv"
expect 3 mlp data import-url gopher://x/y
cd ..

# What changed at its address is fetched, the rest is not; a comment stays.
for project in ours theirs; do sed -i '1i # from the scanner' $project/f.csv.dvc; done
printf 'longer\n' >ext/f.csv
printf 3 >ext/d/s/3
printf 'hello again\n' >web/a.csv
put a.csv hi2 d/3 333
both . update f.csv.dvc rel.csv.dvc d.dvc run.dvc a.csv.dvc state.csv.dvc later.csv.dvc s.csv.dvc sd.dvc
alike
has ours/f.csv.dvc '# from the scanner'
(cd ours && expect 0 mlp data update --json && valid_json && same "$(json '[.updated[] | select(.changed)] | length')" 3)
(cd theirs && "$dvc" -q update sub/dd.dvc q.csv.dvc r.csv.dvc)
alike
chmod u+w ours/f.csv
printf 'my own\n' >ours/f.csv
printf 'new\n' >ext/f.csv
(cd ours && expect 5 mlp data update f.csv && expect 0 mlp data update --force f.csv)
(cd theirs && "$dvc" -q update f.csv.dvc)
alike

# Moves and removals.
for project in ours theirs; do
    (cd $project && printf z >plain && "$dvc" -q add plain && printf 'desc: d\nmeta:\n  a: 1\n' >>plain.dvc)
done
both . move plain sub
both . move rel.csv sub/rel2.csv
both . move d moved
both sub move dd ../dd
both . move f.csv f2.csv
alike
both . remove f2.csv.dvc
both . remove --outs dd.dvc
alike
[ -e ours/f2.csv ] && [ ! -e ours/dd ] || fail "what was removed"

# Of another repository: the newest commit, or the one that is asked for.
mkdir source && (cd source && git init -q && printf 1 >data && git add data && git commit -qm 1)
both . import ../source data
printf 2 >source/data && git -C source commit -qam 2
both . update data.dvc
alike
same "$(cat ours/data)" 2
git -C source tag first HEAD~1
both . update --rev first data.dvc
alike
same "$(cat ours/data)" 1
