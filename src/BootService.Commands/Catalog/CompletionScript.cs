namespace BootService.Commands.Catalog;

/// <summary>What a shell runs to have the daemon complete a line.</summary>
internal static class CompletionScript
{
    // Bash breaks words at = and : so what it puts in place begins after the last of them.
    public const string Bash = """
        _stack() {
            local line=${COMP_LINE:0:COMP_POINT} IFS=$'\n'
            local word=${line##*[[:space:]]}
            local kept=${word%"${word##*[=:]}"}
            COMPREPLY=($(stack complete "line=$line" 2>/dev/null))
            COMPREPLY=("${COMPREPLY[@]#"$kept"}")
            if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi
        }
        complete -o default -F _stack stack
        """;

    // Zsh runs an autoloaded file in place of the function it defines, at the first Tab.
    public const string Zsh = """
        #compdef stack
        _stack() {
            local -a found
            found=("${(@f)$(stack complete "line=$LBUFFER" 2>/dev/null)}")
            compadd -S '' -- ${(M)found:#*=}
            compadd -- ${found:#*=}
        }
        if [[ $funcstack[1] == _stack ]]; then
            _stack "$@"
        else
            compdef _stack stack
        fi
        """;
}
