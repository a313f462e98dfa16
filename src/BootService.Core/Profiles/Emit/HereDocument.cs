namespace BootService.Core.Profiles.Emit;

/// <summary>Text for a file of the node, as a command of a script that stands in an installer's answers.</summary>
internal static class HereDocument
{
    /// <summary>Begins a line that Anaconda would take for one of its own sections.</summary>
    private const char Shield = '@';

    /// <summary>The command that puts out a text to the byte, with a final newline if it lacks one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="end">The delimiter; another one like it where that would be in the way.</param>
    /// <param name="to">Where it goes, such as <c>&gt;&gt; FILE</c>; empty for the script's own output.</param>
    /// <param name="isExpanded">Whether the node's shell expands variables.</param>
    public static string Of(string text, string end, string to = "", bool isExpanded = false)
    {
        var isShielded = KickstartSections.BreaksSection(text);
        var lines = isShielded ? $"{Shield}{text.TrimEndOnce().Replace("\n", $"\n{Shield}", StringComparison.Ordinal)}\n" : text;
        var delimiter = ShellWord.Delimiter(lines, end);
        return (isShielded ? $"sed 's/^{Shield}//' " : "cat ") + (to.Length > 0 ? $"{to} " : "") + (isExpanded ? $"<< {delimiter}\n" : $"<< '{delimiter}'\n")
            + lines + (lines.Length == 0 || lines.EndsWith('\n') ? "" : "\n") + delimiter + "\n";
    }
}
