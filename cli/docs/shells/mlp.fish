# fish completion for mlp: every answer comes from `mlp complete`.
function __mlp_complete
    set -l token (commandline -ct)
    set -l before (commandline -opc)
    for line in (mlp complete --shell fish -- $before[2..] "$token" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (string replace -r '^--[^=]*=' '' -- "$token")
            case :folders
                __fish_complete_directories (string replace -r '^--[^=]*=' '' -- "$token") ''
            case '*'
                printf '%s\n' $line
        end
    end
end
complete -c mlp -f -a '(__mlp_complete)'
