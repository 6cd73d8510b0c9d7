# Folders of others are never touched; what cannot be written is said before anything changes.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
make_model_project p
new_version 0.1
mkdir -p releases/staging && echo mine >releases/staging/precious
expect 5 mlp deploy staging
has "$work/err" "precious"
same "$(ls -A releases/staging)" precious
expect 5 mlp history staging
rm releases/staging/precious
expect 0 mlp deploy staging

# Two environments, one folder.
sed -i 's,path: releases/production,path: releases/staging,' mlp.yaml
expect 5 mlp deploy production
has "$work/err" "belongs to environment 'staging'"
sed -i 's,production: {target: folder\, path: releases/staging,production: {target: folder\, path: releases/production,' mlp.yaml

# A file where the folder should be; a link that somebody replaced by a folder.
mkdir -p releases && echo x >releases/production
expect 5 mlp deploy production
rm releases/production
rm releases/staging/current && mkdir releases/staging/current
expect 5 mlp deploy staging
has "$work/err" "not the link that mlp made"
rmdir releases/staging/current
expect 0 mlp deploy staging

# Another deploy at work.
(exec 9>>releases/staging/.lock && flock 9 && exec sleep 60) &
holder=$!
until ! flock -n releases/staging/.lock true; do :; done
new_version 0.2
expect 5 mlp deploy staging
has "$work/err" "at work"
expect 5 mlp rollback staging --to 1
expect 0 mlp history staging
kill "$holder"
wait "$holder" 2>/dev/null || true
expect 0 mlp deploy staging

# A part that has the name of the manifest.
mkdir m && echo '{}' >m/manifest.json && mlp -q model push odd --path m >/dev/null
expect 3 mlp deploy staging odd
has "$work/err" "release's own manifest"
# A history that cannot be read is named, not guessed.
echo '{' >releases/staging/history/000001.json
expect 7 mlp history staging
has "$work/err" "000001.json"
