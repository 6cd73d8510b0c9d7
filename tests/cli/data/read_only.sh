# A cache that may only be read, in both kinds of projects: what is in it is used, what would be put there is refused, and
# nothing is recorded or lost.
. "$MLP_SOURCE/tests/support/cli.sh"
as_user=()
if [ "$(id -u)" = 0 ]; then
    command -v setpriv >/dev/null || { echo "SKIPPED: root ignores modes, and there is no setpriv" >&2; exit 77; }
    as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
everyone() { [ "$(id -u)" != 0 ] || chown -R 65534:65534 "$work"; }
chmod 755 "$work"

for kind in dvc own; do
    mkdir "$work/$kind" && cd "$work/$kind" && git init -q .
    if [ $kind = dvc ]; then
        dvc_project "$work/remote-$kind"
        cache=.dvc/cache record=new.dvc
    else
        printf 'version: 1\nproject: own\n' >mlp.yaml
        expect 0 mlp remote add --default store "$work/remote-$kind"
        cache=.mlp/objects record=data.lock
    fi
    mkdir data && for i in 1 2 3; do echo $kind $i >data/$i; done
    echo far >far
    expect 0 mlp data add data far
    expect 0 mlp data push
    everyone
    expect 0 "${as_user[@]}" mlp data status --exit-code
    [ $kind = dvc ] || cp data.lock before.lock
    # The one object that is not here must be fetched.
    name=$([ $kind = dvc ] && md5sum <far || sha256sum <far)
    name=${name%% *}
    find $cache -path "*/${name:0:2}/${name:2}" -delete
    rm -rf far data
    chmod -R a-w $cache

    expect 0 "${as_user[@]}" mlp data checkout data
    same "$(cat data/2)" "$kind 2"
    expect 3 "${as_user[@]}" mlp data pull
    has "$work/err" "ermission denied"
    has "$work/err" "$cache"
    [ ! -e far ] || fail "$kind: a file came that is not stored"
    echo new >new
    everyone
    expect 3 "${as_user[@]}" mlp data add new
    has "$work/err" "ermission denied"
    [ ! -e new.dvc ] || fail "$kind: recorded though not stored"
    [ $kind = dvc ] || cmp -s data.lock before.lock || fail "recorded though not stored"
    same "$(cat new)" new

    chmod -R u+w $cache
    expect 0 "${as_user[@]}" mlp data pull
    same "$(cat far)" far
    expect 0 "${as_user[@]}" mlp data add new
    has $record new
done

# A folder of somebody else beside the data is none of the project's business.
cd "$work/dvc" && mkdir private && everyone
if [ "$(id -u)" = 0 ]; then chown 0:0 private && chmod 700 private; else chmod 0 private; fi
expect 0 "${as_user[@]}" mlp data status --exit-code data
expect 0 "${as_user[@]}" mlp validate
chmod 755 private && rmdir private

# One object that cannot be read does not keep the others from being verified; a damaged one among them is put aside.
cd "$work/dvc" && printf 'bad' >bad && expect 0 mlp data add bad
object() { local name; name=$(md5sum <"$1"); echo ".dvc/cache/files/md5/${name:0:2}/${name:2:30}"; }
everyone
chmod 0 "$(object data/1)"
expect 3 "${as_user[@]}" mlp data verify
has "$work/err" "1 of "
has "$work/err" "ermission denied"
chmod u+w "$(object bad)" && printf 'dab' >"$(object bad)"
expect 7 "${as_user[@]}" mlp data verify
has "$work/err" "of bad"
has "$work/err" "ermission denied"
