# No space in the target: said so, the old release stays, nothing half is left, and with space again it works.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "${MLP_SOURCE:?}/tests/support/model_project.sh"
mkdir small
mount -t tmpfs -o size=1m tmpfs small 2>/dev/null || { echo "SKIPPED: mounting a tmpfs needs root" >&2; exit 77; }
trap 'cd /; umount "$work/small"; chmod -R u+w "$work"; rm -rf "$work"' EXIT
make_model_project p
sed -i "s,path: releases/staging,path: $work/small/staging," mlp.yaml
new_version 0.1
expect 0 mlp deploy staging
head -c 2000000 /dev/zero >data.csv
new_version 0.2
expect 3 mlp deploy staging
has "$work/err" "No space left"
has "$work/err" "free some space"
same "$(tail -1 "$work/small/staging/current/model.bin")" "lr: 0.1"
same "$(ls -A "$work/small/staging/releases" | wc -l)" 1
expect 0 mlp history staging --json
same "$(json .total)" 1
mount -o remount,size=8m "$work/small"
expect 0 mlp deploy staging
same "$(tail -1 "$work/small/staging/current/model.bin")" "lr: 0.2"
