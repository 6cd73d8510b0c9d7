# Committed files name no folder of the machine that somebody happened to work on: not this tree, nobody's home.
set -euo pipefail
cd "${1:-$MLP_SOURCE}"
list() { git ls-files -z 2>/dev/null || find . -type f -not -path './build/*' -print0; }
bad=$(
    list | xargs -0 grep -HnIF -- "$PWD/" 2>/dev/null || true
    list | xargs -0 grep -HnIE -- '(^|[^A-Za-z0-9_.}/-])/(root|Users)/[A-Za-z]|/home/(root|user|runner)/' 2>/dev/null || true
)
bad=$(grep -v '^\(./\)\?tests/lint/no_machine_paths.sh:' <<<"$bad" || true)
[ -z "$bad" ] || { printf '%s\n' "$bad" >&2; exit 1; }
