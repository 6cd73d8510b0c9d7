#!/bin/sh
# Every set of answers gives a project that is valid, runs and passes its own tests.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for answers in tests/answers/*.yaml; do
    project=$work/$(basename "$answers" .yaml)
    mlp init "$PWD" "$project" --defaults --answers "$answers"
    mlp -C "$project" validate
    mlp -C "$project" run
    mlp -C "$project" test
done
echo "ok: $(ls tests/answers | wc -l) sets of answers"
