# Nothing in core/ prints, exits or reads the environment by itself: that is the business of cli/ and of base::Env.
set -euo pipefail
cd "${1:-$MLP_SOURCE}"
bad=$(
    find core \( -name '*.cpp' -o -name '*.hpp' \) -print0 | sort -z | xargs -0 -r awk '
    { code = $0; sub(/\/\/.*/, "", code); gsub(/"([^"\\]|\\.)*"/, "\"\"", code) }
    code ~ /std::(cout|cerr|clog)/ || code ~ /(^|[^a-z_])(printf|fprintf|puts|fputs|putchar|perror) *\(/ || code ~ /fmt::print/ {
        print FILENAME ":" FNR ": prints: " $0 }
    code ~ /(^|[^a-z_])(exit|quick_exit|abort|terminate) *\(/ { print FILENAME ":" FNR ": ends the process: " $0 }
    code ~ /(^|[^a-z_])_exit *\(/ && FILENAME != "core/base/process.cpp" { print FILENAME ":" FNR ": ends the process: " $0 }
    code ~ /getenv|setenv|environ([^m]|$)/ && FILENAME !~ /^core\/base\/(env|process)\.cpp$/ {
        print FILENAME ":" FNR ": reads the environment: " $0 }'
)
[ -z "$bad" ] || { printf '%s\n' "$bad" >&2; exit 1; }
