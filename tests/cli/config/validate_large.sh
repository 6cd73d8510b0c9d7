# A thousand stages, each with several mistakes: all are told, and it takes no time that a person would notice.
. "$MLP_SOURCE/tests/support/cli.sh"
{
    printf 'version: 1\nproject: p\nstages:\n'
    for i in $(seq 1 1000); do
        printf '  stage%s:\n    cmd: x ${no.such.name%s}\n    deps: [missing/%s.csv]\n    dpes: []\n    outs: [build/%s.csv]\n' $i $i $i $i
    done
} >mlp.yaml
expect 3 timeout 60 mlp validate --json
valid_json
same "$(json '.problems | length')" 3000
same "$(json '[.problems[].code] | unique | join(" ")')" 'MLP010 MLP035 MLP052'
expect 3 timeout 60 mlp validate
has out '3000 errors in 1 file'

# Tens of thousands of mistakes: the first thousands are told, and how many are left.
{ printf 'version: 1\nproject: p\n'; for i in $(seq 20000); do echo "key$i: 1"; done; } >mlp.yaml
expect 3 timeout 60 mlp validate
has out '15000 more findings are not shown'
has out '5000 errors in 1 file'

# A text of megabytes with nothing but references to nothing: the first hundred are told, each at its place.
{
    printf 'version: 1\nproject: p\nstages: {t: {cmd: "'
    head -c 500000 /dev/zero | sed 's/\x0/${a.b} /g'
    printf '"}}\n'
} >mlp.yaml
expect 3 timeout 60 mlp validate --json
same "$(json '.problems | length')" 100
same "$(json '.problems[99] | [.line, .column, .code] | join(" ")')" '3 713 MLP052'
