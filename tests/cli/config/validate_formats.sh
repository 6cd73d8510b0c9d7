# Findings as SARIF, GitHub's annotations and JUnit; fixes; explanations; schemas; severities.
. "$MLP_SOURCE/tests/support/cli.sh"
printf 'version: 1\nproject: p\nstages:\n  a: {cmd: make a, outs: [o], dpes: []}\n  b: {cmd: "x, 100%%: y", outs: [o]}\n' >mlp.yaml

expect 3 mlp validate --format sarif
same "$(json '.version + " " + (.runs[0].results | length | tostring)')" '2.1.0 2'
same "$(json '.runs[0].results[0].locations[0].physicalLocation.region | [.startLine, .startColumn, .endColumn] | tojson')" '[4,31,35]'
same "$(json '.runs[0] | .tool.driver.rules[.results[1].ruleIndex].id')" MLP033
same "$(json '.runs[0].results[1].relatedLocations[0].physicalLocation.region.startColumn')" 27
same "$(json '.runs[0].results[0].fixes[0].artifactChanges[0].replacements[0].insertedContent.text')" deps

expect 3 mlp validate --format github
same "$(grep -c '^::error file=mlp.yaml,line=' out)" 2
has out '%0Ahint: '
same "$(wc -l <out | tr -d ' ')" 2

expect 3 mlp validate --format junit
has out '<testsuite name="mlp validate" tests="1" failures="1"'
same "$(grep -c '<failure ' out)" 2

expect 3 mlp validate --format json
same "$(json '.problems[1].related[0].column')" 27

expect 3 mlp validate --fix --json
valid_json
same "$(json .fixed)" 1
has mlp.yaml 'outs: [o], deps: []'
# Of two keys that mean the same one, a person has to choose.
printf 'version: 1\nproject: p\nstages:\n  a: {command: make a, script: make b, dpes: [], outs: [o]}\n' >mlp.yaml
expect 3 mlp validate --fix --json
same "$(json .fixed)" 1
has mlp.yaml '{command: make a, script: make b, deps: [], outs: [o]}'
# Nor is an anchor or an alias taken for the key behind it.
printf 'version: 1\nproject: p\nstages:\n  a:\n    &k cmnd: echo\n    outs: [o]\n    desc: *k\n' >mlp.yaml
cp mlp.yaml before
expect 3 mlp validate --fix --json
same "$(json .fixed)" 0
cmp mlp.yaml before

printf 'version: 1\nproject: p\nstages:\n  a: {cmd: make a, deps: [later.csv], outs: [o]}\nvalidate: {MLP035: warning}\n' >mlp.yaml
expect 0 mlp validate
has out 'warning[MLP035]'
sed -i 's/: warning/: off/' mlp.yaml
expect 0 mlp validate
has out 'no problems'

expect 0 mlp validate --explain mlp035
has out 'MLP035 · A dependency that does not exist'
expect 0 mlp validate --explain MLP074 --json
valid_json
expect 2 mlp validate --explain MLP999
expect 0 mlp validate --schema mlp.yaml
jq -e .definitions out >/dev/null || fail 'no schema'
for name in dvc.yaml data.dvc mlp.lock dvc.lock params.yaml template.yaml raw.odcs.yaml config; do
    expect 0 mlp validate --schema $name
    jq -e .title out >/dev/null || fail "no schema $name"
done
expect 2 mlp validate --schema nothing
has err 'there are: '

# One form at a time, and a full disk is told whatever the form.
expect 2 mlp --json validate --format github
has err '--json and --format github are two forms'
for format in text json sarif github junit; do
    got=0; mlp validate --format $format >/dev/full 2>err || got=$?
    # GitHub has nothing to write where nothing is wrong.
    [ $format = github ] || has err 'cannot write to standard output'
    [ "$got" != 0 ] || [ $format = github ] || fail "a full disk passed with --format $format"
done

# A remote without an address: nothing can be pushed there, whichever file should say it.
printf 'version: 1\nproject: p\nremotes:\n  store: {region: eu}\n' >mlp.yaml
expect 3 mlp validate
has out "mlp.yaml:4:19: error[MLP012]: remote 'store' has no 'url'"
mkdir -p .mlp && printf 'remotes:\n  store: {url: ../data}\n' >.mlp/config.yaml
expect 0 mlp validate
printf 'remotes:\n  store: {url: ../data}\n  other:\n    jobs: 2\n' >.mlp/config.yaml
expect 0 mlp validate
has out ".mlp/config.yaml:4:11: warning[MLP012]: remote 'other' has no 'url'"
printf 'remotes:\n  other: {}\n' >.mlp/config.yaml
expect 3 mlp validate .mlp/config.yaml
has out ".mlp/config.yaml:2:10: error[MLP012]: remote 'other' has no 'url'"
rm -r .mlp

# An address that no remote can be opened at; of DVC's settings, what DVC refuses; a tag that means nothing.
printf 'version: 1\nproject: p\nremotes:\n  far: ftp://host/x\n' >mlp.yaml
expect 3 mlp validate
has out "mlp.yaml:4:8: error[MLP013]: there is no remote of the kind of 'ftp://host/x' yet"
printf 'version: 1\nproject: p\nstages: !!python/object:os.system\n  a: {cmd: x, frozen: !!bool "true"}\n' >mlp.yaml
expect 3 mlp validate
has out "mlp.yaml:3:9: error[MLP001]: the tag '!!python/object:os.system' is none that mlp can read"
rm mlp.yaml && mkdir theirs && cd theirs && mkdir .dvc && printf '[core]\n    remote = far\n[cor]\n    x = 1\n' >.dvc/config
printf 'stages:\n  a: {cmd: x}\n' >dvc.yaml
expect 3 mlp validate
has "$work/out" ".dvc/config:3:2: error[MLP010]: '[cor]' is not a section of DVC's configuration"
has "$work/out" "  3 | [cor]"
# DVC's remotes of kinds that mlp cannot open are DVC's.
printf '['\''remote "far"'\'']\n    url = gs://bucket\n' >.dvc/config
expect 0 mlp validate
cd .. && rm -r theirs

# A key of another part is told where it belongs.
printf 'version: 1\nproject: p\ngates: []\nstages:\n  a:\n    cmd: x\n\xc2\xa0   deps: [b]\n' >mlp.yaml
expect 3 mlp validate
has out "hint: 'gates' is a key of a model; known keys: "
has out "hint: a no-break space stands in it"

# A program in a word of a command is longer than a file's name may be.
printf 'version: 1\nproject: p\nstages:\n  a: {cmd: "python -c \x27x.y;%s\x27", outs: [o]}\n' "$(printf '%05000d' 0)" >mlp.yaml
expect 0 mlp validate
has out 'no problems'

# Git, and outputs that it has.
git init -q . && printf 'version: 1\nproject: p\nstages:\n  a: {cmd: make a, outs: [o], metrics: [m.json: {cache: false}]}\n' >mlp.yaml
echo 1 >o && echo '{}' >m.json && echo /m.json >.gitignore && git add o
expect 0 mlp validate
has out "mlp.yaml:4:27: warning[MLP072]: 'o', an output of stage 'a', is in git"
has out "warning[MLP073]: 'm.json' of stage 'a' is in no store"
git rm -q --cached o && echo /o >.gitignore
expect 0 mlp validate
has out 'no problems'
