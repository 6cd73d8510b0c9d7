# Odd names and odd contents of folders: added, pushed and pulled by both programs, each from the other's project, to the
# same bytes of .dvc files, .gitignore, cache, remote and working tree.
. "$MLP_SOURCE/tests/support/peers.sh"
needs_dvc
. "$MLP_SOURCE/tests/support/cli.sh"
dvc=$MLP_TEST_DVC

names=(empty emptydir onlyempty 'ünï' uni 'a b' "quo'te" 'dq"x' -dash run.sh rundir links tolink ign .hidden dots 'star*' 'br[ack]'
    'hash#x' 'tilde~' '$dollar' 'col:on' 'back\slash' '!bang' ' lead' 'trail ' true 123 null 1e3 x.dvcx @at %p '&amp' $'nfd_e\u0301'
    '{curly}' '- item' 'k: v' deep "$(printf 'a%.0s' {1..200})")
fill() {
    mkdir emptydir onlyempty onlyempty/sub uni rundir links ign ign/sub .hidden dots 'uni/日本'
    for name in empty 'ünï' 'a b' "quo'te" 'dq"x' -dash run.sh 'star*' 'br[ack]' 'hash#x' 'tilde~' '$dollar' 'col:on' 'back\slash' '!bang' \
        ' lead' 'trail ' true 123 null 1e3 x.dvcx @at %p '&amp' $'nfd_e\u0301' '{curly}' '- item' 'k: v' "$(printf 'a%.0s' {1..200})"; do
        printf '%s' "${name#empty}" >"./$name"
    done
    mkdir -p deep/a/b/c/d && echo deep >deep/a/b/c/d/f
    echo u >'uni/ü.txt' && echo x >'uni/日本/x' && echo r >links/real && ln -s real links/toreal && echo t >target && ln -s target tolink
    echo run >rundir/r.sh && chmod +x run.sh rundir/r.sh && echo h >.hidden/f && echo h >dots/.h && echo h >dots/..x
    echo keep >ign/keep && echo t >ign/x.tmp && echo t >ign/sub/y.tmp && echo z >ign/sub/z && echo '*.tmp' >.dvcignore
}
for project in ours theirs; do
    mkdir "$project" && (cd "$project" && git init -q && dvc_project "$work/$project.remote" && fill)
done
# listing FOLDER: every file with its mode and content, but those of git and of the programs themselves.
listing() {
    (cd "$1" && find . \( -name .git -o -name .mlp -o -path ./.dvc/tmp -o -path ./.dvc/config -o -path ./.dvc/.gitignore \) -prune -o \
        \( -type f -o -type l \) -printf '%P %.4M ' -exec md5sum {} \; | sed 's/ \\\{0,1\}\([0-9a-f]\{32\}\) .*/ \1/' | sort)
}
(cd ours && expect 0 mlp data add -- "${names[@]}" && expect 0 mlp data push)
(cd theirs && "$dvc" -q add -- "${names[@]}" && "$dvc" -q push)
# A blank at the end of a name: git reads DVC's line without it and would take the data, ours has a backslash there.
grep -qx '/trail\\ ' ours/.gitignore || fail "git would take 'trail '"
sed -i 's/^\/trail\\ $/\/trail /' ours/.gitignore
diff <(listing ours) <(listing theirs) || fail "the projects differ"
diff <(listing ours.remote) <(listing theirs.remote) || fail "the remotes differ"

for project in ours theirs; do
    (cd "$project" && git add -A && git commit -qm data)
    git clone -q "$project" "$project.clone"
done
(cd theirs.clone && expect 0 mlp data pull && expect 0 mlp data status --exit-code)
(cd ours.clone && "$dvc" -q pull && "$dvc" data status | grep -x "No changes." >/dev/null)
diff <(listing ours.clone) <(listing theirs.clone) || fail "the clones differ"
