# bash completion for mlp: every answer comes from `mlp complete`. Needs bash 4 or newer, nothing else.
_mlp() {
    local line cur=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            :files)
                compopt -o filenames
                while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
                ;;
            :folders)
                compopt -o filenames
                while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$cur")
                ;;
            *)
                line=${line%%$'\t'*}
                # What is to be continued (--flag=) gets no space behind it.
                [[ $line == *= ]] && compopt -o nospace
                printf -v line %q "$line"
                COMPREPLY+=("${line//\\=/=}")
                ;;
        esac
    done < <(mlp complete --shell bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _mlp mlp
