# Every document that --json can print is described: each "mlp.x/1" in the sources has schemas/output/mlp.x.1.schema.json,
# each such file is a draft-07 schema that asks for exactly that "schema" value, and none is left over.
set -euo pipefail
cd "${1:-$MLP_SOURCE}"
status=0
say() { echo "$*" >&2; status=1; }
ids=$(grep -rhoE '"mlp\.[a-z_.]+/[0-9]+"' cli --include='*.cpp' | tr -d '"' | sort -u || true)
for id in $ids; do
    file=schemas/output/${id%/*}.${id#*/}.schema.json
    [ -f "$file" ] || say "no $file for the document $id"
done
for file in schemas/output/*.schema.json; do
    [ -e "$file" ] || continue
    base=$(basename "$file" .schema.json)
    id=${base%.*}/${base##*.}
    grep -qx "$id" <<<"$ids" || say "$file: no source prints $id"
    jq -e --arg id "$id" '."$schema" == "http://json-schema.org/draft-07/schema#" and .properties.schema.const == $id
        and (.required | index("schema") != null) and (.description | length > 0)' "$file" >/dev/null ||
        say "$file: not a described draft-07 schema that requires \"schema\": \"$id\""
done
exit $status
