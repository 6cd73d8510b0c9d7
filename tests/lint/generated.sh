# man/, completions/ and docs/reference.md are what this binary generates.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$MLP" docs man --output "$work/man" >/dev/null
"$MLP" docs completions --output "$work/completions" >/dev/null
"$MLP" docs reference --output "$work" >/dev/null
status=0
for part in man completions; do diff -ru "$MLP_SOURCE/$part" "$work/$part" || status=1; done
diff -u "$MLP_SOURCE/docs/reference.md" "$work/reference.md" || status=1
[ $status = 0 ] || echo "Stale: run scripts/generate and commit what it writes." >&2
exit $status
