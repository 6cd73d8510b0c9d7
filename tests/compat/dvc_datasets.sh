# Stages that depend on data sets (`ds://NAME`): what dvc.lock says of them decides, and DVC finds its own entries again.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
dvc() { "$MLP_TEST_DVC" "$@"; }

mkdir project && cd project
dvc init -q --no-scm
mkdir sub
cat >dvc.yaml <<'YAML'
datasets:
- {name: books, url: s3://bucket/books, type: url}
stages:
  count:
    cmd: echo "$DVC_STAGE" >>runs; echo 5 >count
    deps: ['ds://books']
    outs: [count]
YAML
cat >sub/dvc.yaml <<'YAML'
stages:
  more:
    cmd: cat ../count >more
    deps: ['ds://books', ../count]
    outs: [more]
YAML

# Nothing is known of it yet: `dvc ds update` would write it into the lock.
expect 1 mlp run
has "$work/err" "dvc.lock says nothing of the data set 'books'"
has "$work/out" "dvc ds update books"
[ ! -e runs ] || fail "a stage ran without its data set"

# updated SIZE: the lock as `dvc ds update` leaves it.
updated() {
    {
        printf "schema: '2.0'\ndatasets:\n- name: books\n  url: s3://bucket/books\n  type: url\n  meta:\n    isdir: true\n    size: %s\n" "$1"
        sed -n '/^stages:/,$p' dvc.lock 2>/dev/null | grep . || echo 'stages: {}'
    } >lock.new
    mv lock.new dvc.lock
}
updated 5
expect 0 mlp run
same "$(dvc status --json)" "{}"
has dvc.lock "size: 5"
expect 0 mlp run --json
same "$(json .status)" up_to_date

# It became another one: both stages run again.
updated 6
expect 0 mlp run --explain count
has "$work/out" "ds://books"
same "$(grep -c count runs)" 2
expect 0 mlp run
same "$(dvc status --json)" "{}"
dvc repro -q -P
same "$(grep -c count runs)" 2
lacks dvc.lock "size: 5"

# Another address in dvc.yaml than in the lock, and a name that nothing declares.
sed -i 's#s3://bucket/books,#s3://bucket/other,#' dvc.yaml
expect 1 mlp run
has "$work/err" "was changed since dvc.lock took it up"
sed -i 's#ds://books#ds://films#' dvc.yaml
expect 1 mlp run
has "$work/err" "there is no data set 'films'"
