# Artifacts: files and folders in, files out, nothing outside of where they belong.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/store.db"
export MLP_RUN_ID=$(mlp track start -q)
mkdir -p report/deep
echo one >report/1.txt
echo two >report/deep/2.txt
: >empty
echo odd >'a=b.txt'
ln -s ../.. report/loop
expect 0 mlp track log --artifact report --artifact empty=none/empty --artifact a=b.txt --artifact report/1.txt=into/ --json
same "$(json .artifacts)" 5
expect 0 mlp track artifacts --json
valid_json
same "$(json '[.artifacts[].path] | join(" ")')" "a=b.txt into/1.txt none/empty report/1.txt report/deep/2.txt"
expect 0 mlp track artifacts
has out report/deep/2.txt
expect 0 mlp track download "$MLP_RUN_ID" report --to got --json
valid_json
same "$(cd got && find . -type f | sort | tr '\n' ' ')" "./report/1.txt ./report/deep/2.txt "
same "$(cat got/report/deep/2.txt)" two
expect 5 mlp track download "$MLP_RUN_ID" report --to got
has err "--force"
expect 0 mlp track download "$MLP_RUN_ID" --to got --force
echo changed >>got/report/1.txt # a copy: the store keeps what it has
expect 0 mlp track download "$MLP_RUN_ID" report/1.txt --to again
same "$(cat again/report/1.txt)" one
expect 4 mlp track download "$MLP_RUN_ID" report/3.txt
has err "Did you mean"
expect 4 mlp track download "$MLP_RUN_ID" ../../etc/passwd
# The same path again is the newer file.
echo three >report/1.txt
mlp track log --artifact report/1.txt=report/1.txt
expect 0 mlp track download "$MLP_RUN_ID" report/1.txt --to third
same "$(cat third/report/1.txt)" three

# A folder is kept without the stores and repositories in it.
mkdir -p whole/.mlp whole/sub/.git && echo x >whole/.mlp/store.db && echo x >whole/sub/.git/HEAD && echo x >whole/sub/data
expect 0 mlp track log --artifact whole --json
same "$(json .artifacts)" 1
