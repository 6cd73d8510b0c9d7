# fish completion for mlp: every answer comes from `mlp complete`.
function __mlp_complete
    set -l token (commandline -ct)
    set -l before (commandline -opc)
    # Of "--flag=par" only "par" is a path; fish wants the whole word back.
    set -l prefix (string match -r '^--[^=]*=' -- "$token")
    set -l value (string replace -r '^--[^=]*=' '' -- "$token")
    for line in (mlp complete --shell fish -- $before[2..] "$token" 2>/dev/null)
        switch $line
            case :files
                printf "$prefix%s\n" (__fish_complete_path "$value")
            case :folders
                printf "$prefix%s\n" (__fish_complete_directories "$value" '')
            case '*'
                printf '%s\n' $line
        end
    end
end
complete -c mlp -f -a '(__mlp_complete)'
