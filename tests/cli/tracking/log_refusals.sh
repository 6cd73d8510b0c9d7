# What cannot be logged is refused as a whole, with the way out.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/store.db"
export MLP_RUN_ID=$(mlp track start -q)
refuse() { # CODE TEXT arguments…
    local code=$1 text=$2
    shift 2
    expect "$code" mlp track log "$@"
    has err "$text"
    expect "$code" mlp track log "$@" --json
    same "$(jq -r .error.exit_code err)" "$code"
}
refuse 2 "nothing to log"
refuse 2 "not a number" --metric acc=high
refuse 2 "KEY=VALUE" --metric acc
refuse 2 "KEY=VALUE" --param =x
refuse 2 "JSON lines" --metric a=1 --atomic
refuse 3 "not a plain path" --metric ../a=1
refuse 3 "not allowed" --tag 'a@b=1'
refuse 3 "before 1970" --metric a=1 --timestamp -1
refuse 4 "none.png" --artifact none.png
refuse 3 "cannot be the path" --artifact "$0=../x"
refuse 4 "not found" --run 0123456789 --metric a=1
refuse 2 "too short" --run abc --metric a=1
expect 2 mlp track log --tag "t=$(printf '\377')"
has err UTF-8
# One of several is wrong: none is kept.
mlp track log --param lr=0.1
expect 5 mlp track log --metric acc=1 --tag t=x --param lr=0.2
expect 0 mlp track show --json
same "$(json '.run.metrics | length')" 0
same "$(json '.run.tags.t')" null
MLP_RUN_ID=nonsense expect 4 mlp track log --metric a=1
has err "MLP_RUN_ID"
# Long values are cut, as MLflow does; hostile ones are only text.
mlp track log --param "long=$(printf 'x%.0s' $(seq 7000))" --param "evil='; DROP TABLE runs; --" --metric 'val acc/größe=1'
expect 0 mlp track show --json
same "$(json '.run.params.long | length')" 6000
same "$(json '.run.params.evil')" "'; DROP TABLE runs; --"
