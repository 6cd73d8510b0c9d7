#!/bin/sh
# The project's own tests: small facts about what the stages made.
set -eu
fail() { echo "FAILED: $*" >&2; exit 1; }

raw=$(awk -F, 'NR > 1 && $2 != "" && $3 != ""' data/raw.csv | wc -l)
train=$(($(wc -l <build/train.csv) - 1))
test=$(($(wc -l <build/test.csv) - 1))
[ $((train + test)) -eq "$raw" ] || fail "$train + $test rows after prepare, $raw before"
[ "$test" -gt 0 ] || fail "no rows to judge by"

[ "$(wc -w <models/line.txt)" -eq 2 ] || fail "models/line.txt does not hold a slope and an intercept"
echo "ok: $train rows to learn from, $test to judge by"
