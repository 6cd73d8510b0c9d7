# Checkout in a sub-folder of a repository, without git, from another clone, and with content that is gone.
. "$MLP_SOURCE/tests/cli/experiments/demo.inc"
demo
mkdir "$work/r" && cd "$work/r" && git init -q . && mkdir a && cp -r "$work/p/." a/ && rm -rf a/.git
echo shared >shared.txt; git add . && git commit -q -m one
cd a; echo changed >../shared.txt; expect 0 mlp run --json; run=$(json .run_id)
git checkout -q -- .. ; echo two >../shared.txt; git commit -q -am two
rm -f model.bin
expect 0 mlp track checkout "$run" --json; valid_json
same "$(cat ../shared.txt)" changed
same "$(cat model.bin)" "model 0.1"
# A commit that this clone does not have.
git clone -q "$work/r" "$work/clone"; git -C "$work/clone" checkout -q --orphan other; git -C "$work/clone" commit -q -m o
cp -r .mlp "$work/clone/a/"
rm -rf "$work/clone/.git"; git -C "$work/clone" init -q; cd "$work/clone/a"
expect 4 mlp track checkout "$run"; has "$work/err" "not in this repository"
# Content that was removed from the store: told before anything is touched.
cd "$work/r/a"; git checkout -q -- ..
rm -rf .mlp/objects
expect 4 mlp track checkout "$run"; has "$work/err" "object store"
same "$(cat ../shared.txt)" two
# Without git: what defines the project and what stages need.
mkdir "$work/n" && cd "$work/n" && cp "$work"/p/{mlp.yaml,params.yaml,train.sh,data.txt} .
expect 0 mlp run --json; run=$(json .run_id)
echo other >train.sh; echo 'train: {lr: 7, epochs: 1}' >params.yaml; rm mlp.lock model.bin
expect 5 mlp track checkout "$run"
expect 3 mlp track checkout "$run" --force --branch b
expect 0 mlp track checkout "$run" --force
has params.yaml "lr: 0.1"; same "$(cat model.bin)" "model 0.1"
expect 0 mlp run --json; same "$(json .status)" up_to_date
