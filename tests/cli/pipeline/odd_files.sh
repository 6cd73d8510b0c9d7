# Folders, links, names with spaces, quotes, umlauts; executables keep their bit; folders lose files that a stage no longer makes.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
mkdir p && cd p && : >"$COUNT"
mkdir -p 'raw data/sub'
echo one >'raw data/sub/ä "quoted" file'
printf 'x' >"raw data/new
line"
ln -s sub 'raw data/link'
echo target >real.txt && ln -s real.txt linked.txt
cat >mlp.yaml <<'YAML'
version: 1
project: odd
stages:
  tree:
    cmd: 'echo t >>"$COUNT"; mkdir -p "out put"; cp -a "raw data/." "out put/"; printf "#!/bin/sh\necho tool\n" >"out put/tool"; chmod +x "out put/tool"; cat linked.txt >"out put/l"'
    deps: ["raw data", linked.txt]
    outs: ["out put"]
  file:
    cmd: 'echo f >>"$COUNT"; "out put/tool" >ö.txt'
    deps: ["out put/tool"]
    outs: ["ö.txt"]
YAML
expect 0 mlp run
same "$(cat ö.txt)" tool
copy() { (cd "$1" && find . -printf '%p %y %m %l\n' | sort; find "$1" -type f -exec cat {} +); }
copy "$PWD/out put" >"$work/before"
expect 0 mlp run; has "$work/out" "Nothing to do"
echo more >'raw data/sub/second'
expect 0 mlp run --json
same "$(json '[.stages[] | .name + " " + .status] | join(", ")')" "file skipped, tree ran"
rm 'raw data/sub/second'
expect 0 mlp run --json; same "$(json '.restored')" 1
copy "$PWD/out put" | cmp - "$work/before" || fail "the folder is not as it was"
# One byte inside a folder, without a change of size or place.
echo ONE >'raw data/sub/ä "quoted" file'
expect 0 mlp status --json; same "$(reason tree)" "dependency raw data changed"
echo one >'raw data/sub/ä "quoted" file'
echo other >real.txt
expect 0 mlp status --json; same "$(reason tree)" "dependency linked.txt changed"
echo target >real.txt
rm 'out put/tool'
expect 0 mlp run --json; same "$(json '.restored')" 1
[ -x 'out put/tool' ] || fail "the executable bit is lost"

# A stage that deletes what it needs, one that writes elsewhere, one whose output is a folder where a file was.
rm -rf .mlp mlp.lock
mkdir q && cd q
printf 'version: 1\nproject: q\nstages:\n  eats: {cmd: "cat food >full; rm food", deps: [food], outs: [full]}\n' >mlp.yaml
echo f >food
expect 0 mlp run
expect 1 mlp run; has "$work/out" "dependency food does not exist"; has "$work/out" mlp.yaml:4
expect 0 mlp status --json; valid_json; same "$(reason eats)" "dependency food does not exist"
echo f >food; expect 0 mlp run; has "$work/out" "Nothing to do"
printf 'version: 1\nproject: q\nstages:\n  w: {cmd: "echo x >../outside; mkdir -p full; echo y >full/y", outs: [full]}\n' >mlp.yaml
expect 0 mlp run; [ -d full ] && [ -f ../outside ] || fail "the stage did not do its work"
has mlp.lock "kind: tree"
lacks mlp.lock outside:

# In a folder that a stage of DVC reads, a link to a file is that file, wherever it lies.
mkdir "$work/links" && cd "$work/links" && mkdir .dvc d && : >.dvc/config && echo 1 >t && ln -s ../t d/l
printf 'stages:\n  a: {cmd: cat d/l > o, deps: [d], outs: [o]}\n' >dvc.yaml
expect 0 mlp run
until mlp run >"$work/out" 2>&1 && grep -q 'Nothing to do' "$work/out"; do :; done
echo 2 >t
expect 0 mlp run
same "$(cat o)" 2
