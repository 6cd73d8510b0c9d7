# How far transfers and reading have come: one line in a terminal, a line every ten seconds elsewhere.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir giver && cd giver && git init -q . && dvc_project ../../store
mkdir d && seq 300 >d/one && seq 1000 1199 >d/two
expect 0 mlp data add d && git add -A && git commit -qm data && expect 0 mlp data push && rm -rf .dvc/cache
cd .. && servers=
trap 'kill $servers 2>/dev/null; chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
# serve PAUSE: what is in the store, slowly; sets $web.
serve() {
    cd "$work" && rm -f port
    python3 "$MLP_SOURCE/tests/support/tagged_files.py" store port "$1" & servers="$servers $!"
    until [ -e port ]; do kill -0 $!; done
    web=http://127.0.0.1:$(cat port)
}
project() { mkdir "$work/$1" && cd "$work/$1" && git init -q . && dvc_project "$web" && cp ../giver/d.dvc "${2:-d.dvc}"; }
file=files/md5/$(md5sum <giver/d/one | sed 's|^\(..\)\([0-9a-f]*\).*|\1/\2|')
size=$(sed -n 's/^ *size: //p' giver/d.dvc)
list=$(wc -c <store/files/md5/*/*.dir)

# in_terminal TEXT COMMAND…: TEXT shows up while it works.
in_terminal() {
    local text=$1
    shift
    TERM=xterm python3 "$MLP_SOURCE/tests/support/terminal.py" --columns 120 --expect "$text" -- "$@" >"$work/shown" ||
        fail "no '$text' of $*: $(tail -c 2000 "$work/shown")"
}
serve 0.4
sed -i "s|url = .*|url = $web|" giver/.dvc/config
project terminal
total=$(python3 -c "print(f'{($size + $list) / 1024:.1f} KiB')")
in_terminal "fetching 0/1 files, " mlp data fetch # the list alone: nobody knows of how much yet
lacks "$work/shown" "fetching 1/1"
rm -rf .dvc/cache
in_terminal "/3 files, " mlp data fetch
has "$work/shown" " of $total"
rm -rf .dvc/cache && in_terminal "fetching " mlp data import-url "$web/$file" url
in_terminal "fetching 0/2 files, " mlp data import ../giver d -o imported
has "$work/shown" " of $(python3 -c "print(f'{$size / 1024:.1f} KiB')")"
in_terminal "fetching 0/2 files, " mlp data get ../giver d -o "$work/got"
rm -rf .dvc/cache imported && in_terminal "fetching 0/2 files, " mlp data pull imported
git -C ../giver commit -q --allow-empty -m more && chmod -R u+w ../store
in_terminal "fetching 0/2 files, " mlp data update --force imported.dvc
echo longer >"../store/$file" && in_terminal "fetching 0/1 files, " mlp data update url.dvc
seq 300 >"../store/$file"

# Elsewhere: all at once, since each takes its ten seconds.
serve 10.3
sed -i "s|url = .*|url = $web|" giver/.dvc/config
project plain other.dvc
jobs=
slowly() { # NAME COMMAND…
    local name=$1
    shift
    "$@" >"$work/$name.out" 2>"$work/$name.err" & jobs="$jobs $!"
}
slowly url mlp data import-url "$web/$file" url
slowly get mlp data get "$work/giver" d/one -o "$work/one"
# A process that stands still for ten seconds is as slow as one whose disk is.
project reading other.dvc
truncate -s 1G sparse
slowly add mlp data add --no-commit sparse
adding=${jobs##* }
until [ "$(sed -n 's/^rchar: //p' "/proc/$adding/io" 2>/dev/null || echo 0)" -gt 100000000 ]; do kill -0 "$adding"; done
kill -STOP "$adding" && sleep 10.2 && kill -CONT "$adding"
for job in $jobs; do wait "$job" || fail "$(cat "$work"/*.err)"; done
has "$work/url.err" "fetching 0/1 files, "
has "$work/add.err" "adding "
has "$work/add.err" " of 1.0 GiB"
