# A project of DVC: words are meant from the current folder, and outputs that git tracks are refused before anything runs.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir p && cd p && git init -q . && mkdir -p .dvc sub/deeper && : >.dvc/config
printf 'stages:\n  make:\n    cmd: echo root >out\n    outs: [out]\n  use:\n    cmd: cat out >used\n    deps: [out]\n    outs: [used]\n' >dvc.yaml
printf 'stages:\n  make:\n    cmd: echo sub >out\n    outs: [out]\n' >sub/dvc.yaml
names() { json '[.stages[] | .address // .name] | join(" ")'; }
cd sub
expect 0 mlp run make --json; same "$(names)" sub/dvc.yaml:make
expect 0 mlp run ../dvc.yaml:make --json; same "$(names)" make
expect 0 mlp status make --json; same "$(names)" sub/dvc.yaml:make
expect 0 mlp graph use --json; same "$(names)" "make use"
expect 0 mlp status out --json; same "$(names)" sub/dvc.yaml:make
expect 0 mlp -C .. status out --json; same "$(names)" make
cd deeper
expect 0 mlp graph ../out --json; same "$(names)" sub/dvc.yaml:make
expect 0 mlp graph make --json; same "$(names)" make
expect 4 mlp graph ../../../out
# What was found up to date under a word here says nothing about the word elsewhere.
cd .. && rm ../out
expect 0 mlp run make --json; same "$(json .status)" up_to_date
cd .. && expect 0 mlp run make --json; same "$(json .status)" finished

rm -f used && echo mine >used && git add -f used
expect 1 mlp run; has "$work/out" "git tracks the output used already"; has "$work/out" "git rm -r --cached used"
same "$(cat used)" mine
git rm -q --cached used
expect 0 mlp run; same "$(cat used)" root
mkdir -p folder && echo 1 >folder/a && git add -f folder/a
printf 'stages:\n  make:\n    cmd: mkdir -p folder && echo 2 >folder/b\n    outs: [folder]\n' >dvc.yaml
expect 1 mlp run make; has "$work/out" "git tracks the output folder already"
sed -i 's/\[folder\]/[folder: {cache: false}]/' dvc.yaml
expect 0 mlp run make
