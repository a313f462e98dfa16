namespace BootService.Core.Profiles.Emit;

/// <summary>Knows which lines the installer takes for its own wherever they stand.</summary>
internal static class KickstartSections
{
    private static readonly string[] Words =
    [
        "%end", "%include", "%ksappend", "%packages", "%pre", "%pre-install", "%post", "%traceback", "%onerror", "%addon", "%anaconda", "%certificate",
    ];

    /// <summary>Whether some line's first word would end or begin a section: the parser looks for these even inside scripts.</summary>
    public static bool BreaksSection(string text) => FirstBreak(text) is not null;

    /// <summary>The first such word, or null.</summary>
    public static string? FirstBreak(string text) => First(text, Words);

    /// <summary>The first word that would end the installer's commands, or null: <c>%include</c> stands among them.</summary>
    public static string? FirstEnd(string commands) => First(commands, Words.Where(word => word is not "%include"));

    private static string? First(string text, IEnumerable<string> sections)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var word = line.TrimStart();
            var end = word.IndexOfAny(' ', '\t');
            word = end < 0 ? word : word[..end];
            foreach (var section in word is ['%', ..] ? sections : [])
            {
                if (word.SequenceEqual(section))
                {
                    return section;
                }
            }
        }

        return null;
    }

    /// <summary>The text without one final newline.</summary>
    public static string TrimEndOnce(this string text) => text.EndsWith('\n') ? text[..^1] : text;
}
