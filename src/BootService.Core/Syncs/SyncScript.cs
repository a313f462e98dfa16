using System.Globalization;
using System.Text;

namespace BootService.Core.Syncs;

/// <summary>Writes a sync as the shell that a node runs: it shows what would change, changes it, and goes back by itself when that was wrong.</summary>
/// <remarks>
/// What could cut the node off is put into effect by a guard that outlives the connection; unless somebody reaches the node again and runs
/// <see cref="Confirm"/> within its patience, the guard puts back what was there.
/// </remarks>
public static class SyncScript
{
    /// <summary>How long a guard waits to be told that the node was reached again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Work = "/run/stack-sync";

    // Of a link the file it leads to is copied: what is written into the copy would else be written through it.
    private const string Begin = """
        set -u
        umask 077
        command -v diff > /dev/null || { echo "there is no diff here: install diffutils" >&2; exit 1; }
        mkdir -m 700 "$work" 2> /dev/null || { echo "another sync is under way here, or was cut off: it ends by itself within two minutes" >&2; exit 1; }
        trap 'rm -rf "$work"' EXIT
        new=$work/new
        mkdir "$new" "$work/old"
        for target in $targets; do
            for copy in "$new" "$work/old"; do
                mkdir -p "$copy${target%/*}"
                if [ -e "$target" ]; then cp -aH "$target" "$copy$target"; fi
            done
        done

        """;

    // A file that is written by halves is brought to nobody.
    private const string Written = """
        )
        [ $? = 0 ] || { echo "the files could not be written here; nothing was changed" >&2; exit 1; }

        """;

    private const string Compare = """
        changes=$(cd "$work" && diff -ruN old new | sed 's/\t[0-9][0-9][0-9][0-9]-.*//')
        if [ -z "$changes" ]; then
            echo "nothing to change"
            exit 0
        fi
        printf '%s\n' "$changes"

        """;

    // Files are written into, for what they are linked, labelled and mounted to; of folders everything that is ours to say is replaced.
    private const string Put = """
        put() {
            for target in $targets; do
                if [ -d "$1$target" ]; then
                    mkdir -p "$target"
                    rm -f "$target"/*
                    cp -a "$1$target/." "$target/"
                elif [ -e "$1$target" ]; then
                    cat "$1$target" > "$target"
                else
                    rm -rf "$target"
                fi
                if command -v restorecon > /dev/null; then restorecon -R "$target"; fi
            done
        }

        """;

    private const string Direct = """
        put "$new"
        if activate; then exit 0; fi
        echo "it did not come into effect, and what was there is back" >&2
        put "$work/old"
        activate
        exit 1

        """;

    private const string Guard = """
        sleep 1
        put "$work/new"
        if activate; then
            touch "$work/active"
            waited=0
            while [ ! -e "$work/kept" ] && [ "$waited" -lt PATIENCE ]; do sleep 1; waited=$((waited + 1)); done
            if [ -e "$work/kept" ]; then rm -rf "$work"; exit 0; fi
            echo "nobody reached this node within PATIENCE seconds"
        fi
        put "$work/old"
        activate
        rm -f "$work/active"
        touch "$work/back"
        sleep 30
        rm -rf "$work"

        """;

    /// <summary>What is run on the node.</summary>
    /// <param name="sync">What its files are to be.</param>
    /// <param name="isDry">Whether it is only shown.</param>
    /// <param name="patience">How long its guard waits; <see cref="Patience"/> unless given.</param>
    public static string Of(NodeSync sync, bool isDry, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(sync);
        var script = new StringBuilder();
        var names = $"work={Work}\ntargets='{string.Join(' ', sync.Targets)}'\n";
        script.Append(names).Append(Begin).Append("(\nset -e\n").Append(sync.Write).Append(Written).Append(Compare);
        if (isDry)
        {
            return script.Append("exit 0\n").ToString();
        }

        var acts = $"{Put}activate() {{\n{sync.Activate}\n}}\n";
        if (!sync.CanCutOff)
        {
            return script.Append(acts).Append(Direct).ToString();
        }

        var guard = Guard.Replace("PATIENCE", (patience ?? Patience).TotalSeconds.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return script.Append("cat > \"$work/guard\" << 'STACK-GUARD'\n").Append(names).Append(acts).Append(guard).Append("STACK-GUARD\n")
            .Append("trap - EXIT\nsetsid sh \"$work/guard\" < /dev/null > \"$work/log\" 2>&1 &\n").ToString();
    }

    /// <summary>With this <see cref="Confirm"/> ends when it wants to be run again, over another connection (EX_TEMPFAIL of sysexits.h).</summary>
    public const int AskAgain = 75;

    /// <summary>
    /// What is run there once more, over a new connection, until it ends otherwise than with <see cref="AskAgain"/>: it tells the guard that the node was
    /// reached, or what went wrong.
    /// </summary>
    /// <remarks>
    /// A connection may be older than the change and die of it while its command runs on: what it does proves nothing. Only who comes anew after one has seen
    /// the change in effect has reached the node as it is now.
    /// </remarks>
    public static readonly string Confirm = $"""
        work={Work}
        [ -d "$work" ] || exit 0
        if [ -e "$work/back" ]; then
            echo "it did not come into effect, and what was there is back:" >&2
            tail -n 5 "$work/log" >&2
            rm -rf "$work"
            exit 1
        fi
        [ -e "$work/active" ] || exit {AskAgain}
        if [ ! -e "$work/reached" ]; then
            touch "$work/reached"
            exit {AskAgain}
        fi
        touch "$work/kept"
        waited=0
        while [ -d "$work" ] && [ "$waited" -lt 30 ]; do sleep 1; waited=$((waited + 1)); done
        exit 0

        """;
}
