# Includes follow the edges of layers.txt: no room reaches sideways or upwards.
set -euo pipefail
root=${1:-$MLP_SOURCE}
rules=$(dirname "$0")/layers.txt
cd "$root"
bad=$(
    find core \( -name '*.cpp' -o -name '*.hpp' \) -print0 | sort -z | xargs -0 -r awk -v rules="$rules" '
    BEGIN {
        while ((getline line < rules) > 0) {
            if (line ~ /^#/ || line == "") continue
            split(line, part, ":")
            known[part[1]] = 1
            count = split(part[2], names, " ")
            for (i = 1; i <= count; i++) allowed[part[1] "/" names[i]] = 1
        }
    }
    FNR == 1 { split(FILENAME, where, "/"); room = where[2]; if (!(room in known)) print FILENAME ": room \047" room "\047 is not in layers.txt" }
    /^[ \t]*#[ \t]*include[ \t]*"/ {
        split($0, quoted, "\"")
        if (quoted[2] ~ /^cli\//) print FILENAME ":" FNR ": core includes " quoted[2]
        if (quoted[2] !~ /^core\//) next
        split(quoted[2], target, "/")
        if (target[2] != room && !((room "/" target[2]) in allowed))
            print FILENAME ":" FNR ": " room " may not include " quoted[2]
    }'
    # What a room links says the same as what it includes.
    for list in core/*/CMakeLists.txt; do
        [ -e "$list" ] || continue
        room=$(basename "$(dirname "$list")")
        links=$(tr '\n' ' ' <"$list" | sed -n 's/.*mlp_room([^)]*[ \t]LINKS \([a-z ]*\)\b.*/\1/p')
        for link in $links; do
            grep -Eq "^$room:.*\b$link\b" "$rules" || echo "$list: $room may not link $link"
        done
    done
)
[ -z "$bad" ] || { printf '%s\n' "$bad" "The edges stand in tests/lint/layers.txt." >&2; exit 1; }
