# Part of what is shared: a damaged object in the remote keeps the rest from nobody; a clone that fetched a part pushes; a
# clone that fetched nothing cleans up, and knows what its colleague's commits keep.
. "$MLP_SOURCE/tests/support/cli.sh"
git init -q --bare origin.git
git clone -q origin.git first 2>/dev/null
cd first
mkdir data
dvc_project ../../store
git add -A && git commit -qm start && git push -q origin main
for i in 1 2 3; do echo "file $i" >data/$i; done
echo alone >alone
expect 0 mlp data add data alone
git checkout -qb topic && git add -A && git commit -qm data && git push -q origin topic
expect 0 mlp data push

# A clean-up on a machine that never had the data.
git clone -q ../origin.git ../second && cd ../second
expect 4 mlp data gc
has "$work/err" "mlp data fetch --all-commits"
for _ in 1 2; do expect 0 mlp data gc --cloud --grace 0s --force; done
same "$(find ../store/files -type f | wc -l)" 5

# A part is enough to go on with.
git checkout -q topic
expect 0 mlp data pull data/1
echo "file 4" >data/4
expect 0 mlp data add data/4
expect 0 mlp data push --json
same "$(json '.remotes[0].moved')" 2
rm -rf ../store/files/md5/$(echo "file 2" | md5sum | cut -c1-2)
rm -rf .dvc/cache/files/md5/$(echo "file 2" | md5sum | cut -c1-2)
expect 4 mlp data push
has "$work/err" "neither on this machine nor in the remote"

# One damaged object: what else there is arrives and is checked out.
git clone -q ../origin.git ../third && cd ../third && git checkout -q topic
bad=../store/files/md5/$(echo "file 1" | md5sum | sed 's/^\(..\)\(.\{30\}\).*/\1\/\2/')
chmod u+w "$bad" && echo evil >"$bad"
expect 7 mlp data pull
has "$work/err" "does not hold what its name says"
same "$(cat alone)" alone
