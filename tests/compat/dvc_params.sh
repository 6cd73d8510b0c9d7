# Parameters that are rare: integers of any size, values that YAML repeats by aliases, NaN, files taken whole. What DVC
# records of them mlp records, byte for byte, and what DVC cannot record mlp refuses before anything runs.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
export DVC_NO_ANALYTICS=1
dvc() { "$MLP_TEST_DVC" "$@"; }

mkdir ours && cd ours
git init -q . && git config user.email t@example.org && git config user.name t
dvc init -q
cat >params.yaml <<'YAML'
big: 18446744073709551616
below: 9223372036854775808
negative: -9223372036854775809
hex: 0x1ffffffffffffffff
seeds: [123456789012345678901234567890, 1]
YAML
cat >shared.yaml <<'YAML'
base: &base {layers: &layers [16, 8], drop: 0.5}
net: {layers: *layers, more: {again: *layers}}
other: *base
merged: {<<: *base, drop: 0.1}
apart: [16, 8]
YAML
printf '{"big": 18446744073709551616, "list": [-9223372036854775809, 18446744073709551615]}' >p.json
printf 'big = 18446744073709551616\nbelow = 18446744073709551615\n' >p.toml
cp p.toml p.py
printf 'x: [1]\ny: &y {z: 2}\nw: *y\n' >whole.yaml
cat >dvc.yaml <<'YAML'
stages:
  big:
    cmd: echo ${big} >big.txt
    params: [big, below, negative, hex, seeds, {p.json: [big, list]}, {p.toml: [big, below]}, {p.py: [big, below]}]
    outs: [big.txt]
  shared:
    cmd: echo x >shared.txt
    params: [{shared.yaml: [base, net, net.more, other, merged, apart, base.layers]}]
    outs: [shared.txt]
  whole:
    cmd: echo x >whole.txt
    params: [{whole.yaml: }]
    outs: [whole.txt]
YAML
git add -A && git commit -qm begin
cp -r . ../theirs

entries() { find .dvc/cache/runs -type f -exec md5sum {} + | sort -k2; }
# Each step is done to both; mlp runs one, DVC the other.
step() {
    (cd ../theirs && eval "$1" && dvc repro -q >/dev/null && entries >../theirs.runs)
    eval "$1"
    expect 0 mlp run
    cmp dvc.lock ../theirs/dvc.lock || fail "dvc.lock differs after: $1"
    entries | cmp - ../theirs.runs || fail "the run cache differs after: $1"
    [ "$(dvc status --json)" = "{}" ] || fail "dvc status after: $1: $(dvc status)"
    (cd ../theirs && "$MLP" run) >../out 2>../err || fail "mlp after dvc repro: $1"
    has ../out "Nothing to do"
}
step true
step "sed -i 's/18446744073709551616/18446744073709551617/' params.yaml p.json p.toml p.py"
step "sed -i 's/16, 8/16, 9/' shared.yaml"
step "sed -i 's/\\*base}/*base, x: 1}/; s/other: \\*base/other: {a: *layers}/' shared.yaml"
step "rm whole.txt; sed -i 's/z: 2/z: 3/' whole.yaml"
# Entries that stay keep their anchors beside one that changes.
step "echo '  last: {cmd: echo y >last.txt, outs: [last.txt]}' >>dvc.yaml"

# NaN is no number's equal: both run again each time, and record the same.
printf 'nan: .nan\n' >nan.yaml
printf 'stages:\n  nan:\n    cmd: echo x >nan.txt\n    params: [{nan.yaml: [nan]}]\n    outs: [nan.txt]\n' >dvc.yaml
rm -r dvc.lock .dvc/cache/runs && rm -r ../theirs && cp -r . ../theirs
(cd ../theirs && dvc repro -q >/dev/null && entries >../theirs.runs)
expect 0 mlp run
lacks ../err "changed while it ran"
cmp dvc.lock ../theirs/dvc.lock || fail "dvc.lock differs with NaN"
entries | cmp - ../theirs.runs || fail "the run cache differs with NaN"

# An entry of .gitignore that is taken back below it is no entry.
printf 'stages:\n  a: {cmd: echo x >a.txt, outs: [a.txt]}\n' >dvc.yaml
printf '/a.txt\n!/a.txt\n' >.gitignore
rm -f dvc.lock && rm -r ../theirs && cp -r . ../theirs
(cd ../theirs && dvc repro -q >/dev/null)
expect 0 mlp run
cmp .gitignore ../theirs/.gitignore || fail ".gitignore differs after an exception"

# A cache that a group shares: run cache folders and entries are the group's, too.
dvc config cache.shared group
printf 'stages:\n  a: {cmd: cat i >o.txt, deps: [i], outs: [o.txt]}\n' >dvc.yaml && echo 1 >i
rm -rf dvc.lock .dvc/cache && rm -r ../theirs && cp -r . ../theirs
modes() { find .dvc/cache/runs -printf '%m %P\n' | sort -k2; }
(cd ../theirs && dvc repro -q >/dev/null && modes >../theirs.modes)
expect 0 mlp run
modes | diff - ../theirs.modes || fail "modes differ in a shared cache"

# What DVC's lock cannot hold.
printf 'stages:\n  a: {cmd: echo ran >ran.txt, params: [{odd.yaml: }], outs: [ran.txt]}\n' >dvc.yaml
refused() {
    printf "$1" >"$2"
    sed -i "s/odd[.a-z]*/$2/" dvc.yaml
    ! dvc repro -q >/dev/null 2>&1 || fail "DVC takes $2: $1"
    rm -f ran.txt dvc.lock
    expect 1 mlp run
    has ../err "$3"
    [ ! -e ran.txt ] || fail "the stage ran with $2: $1"
    [ ! -e dvc.lock ] || fail "a lock was written for $2: $1"
}
refused '5: 1\n' odd.yaml "the name 5 is no text"
refused 'true: 1\na: 2\n' odd.yaml "the name true is no text"
refused '[1]\n' odd.yaml "not a map"
refused 'text\n' odd.yaml "not a map"
refused '[1, 2]' odd.json "not a map"
refused '\357\273\277{"a": 1}' odd.json "byte order mark"
refused '\357\273\277a = 1\n' odd.toml "byte order mark"
