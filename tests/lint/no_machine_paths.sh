# Committed files name no folder of the machine that somebody happened to work on.
set -euo pipefail
cd "${1:-$MLP_SOURCE}"
list() { git ls-files -z 2>/dev/null || find . -type f -not -path './build/*' -not -path './.git/*' -print0; }
bad=$(list | xargs -0 grep -HnIE '(^|[^A-Za-z0-9_.}/-])/(work|root|Users)/[A-Za-z]|/home/(root|user|runner)/' 2>/dev/null |
    grep -v '^\(./\)\?tests/lint/no_machine_paths.sh:' || true)
[ -z "$bad" ] || { printf '%s\n' "$bad" >&2; exit 1; }
