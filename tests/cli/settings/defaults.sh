# Several remotes and no default: doctor warns where one is needed, and what a push says to do works.
. "$MLP_SOURCE/tests/support/cli.sh"
state() { json "[.checks[] | select(.check == \"$1\").state] | unique | join(\" \")"; }
mkdir p && cd p && echo 1 >f
printf 'version: 1\nproject: p\nremotes:\n  a: ../a\n' >mlp.yaml
expect 0 mlp remote list --json; valid_json
same "$(json '.remotes[].default')" true   # the only one is it
expect 0 mlp remote add b ../b
lacks mlp.yaml default
expect 0 mlp remote list --json
same "$(json '[.remotes[].default] | unique | join(" ")')" false
expect 0 mlp doctor --json; valid_json
same "$(state 'default remote')" ''   # nothing goes there yet
expect 0 mlp data add f
expect 0 mlp doctor --json; valid_json
same "$(state 'default remote')" warning
expect 4 mlp data push
has "$work/err" 'there are: a, b'
hint=$(sed -n 's/.*choose the default: //p' "$work/err")
expect 0 $hint
expect 0 mlp data push
[ -d ../a ] || fail 'went elsewhere'
expect 0 mlp doctor --json
same "$(state 'default remote')" ''

# A folder that cannot be written, whatever the rights: a file stands in its way.
touch ../file
expect 0 mlp remote add closed ../file/store
expect 0 mlp doctor --json; valid_json
same "$(state 'remote closed')" warning
same "$(state 'remote a')" ok

# DVC has one place for it.
mkdir ../d && cd ../d && git init -q . && mkdir .dvc && printf '/config.local\n/tmp\n/cache\n' >.dvc/.gitignore
expect 0 mlp remote add a ../da
expect 0 mlp remote add b ../db
echo 2 >g && expect 0 mlp data add g
expect 0 mlp doctor --json; valid_json
same "$(state 'default remote')" warning
expect 4 mlp data push
hint=$(sed -n 's/.*choose the default: //p' "$work/err")
expect 0 $hint
expect 0 mlp data push
expect 0 mlp remote list --json
same "$(json '[.remotes[] | select(.default).name] | join(" ")')" a
sed -i 's/remote = a/remote = c/' .dvc/config
expect 0 mlp doctor --json; valid_json
same "$(state 'default remote')" warning
has "$work/out" "there is no remote 'c'"
