namespace BootService.Firmware.Loaders;

/// <summary>Where a kickstart takes packages from.</summary>
/// <param name="Url">The URL.</param>
/// <param name="IsTree">Whether it is the installation tree (<c>url</c>), not a further repository.</param>
internal sealed record KickstartSource(string Url, bool IsTree);

/// <summary>A kickstart as far as every Anaconda reads it alike: commands, sections that must end, where packages come from.</summary>
/// <param name="Fault">Why an installer refuses it, a sentence; null when none would.</param>
/// <param name="Summary">What is in it, for a table.</param>
/// <param name="Sources">Its sources over HTTP.</param>
internal sealed record KickstartReading(string? Fault, string Summary, IReadOnlyList<KickstartSource> Sources)
{
    private static readonly string[] Sections = ["%packages", "%pre", "%post", "%pre-install", "%onerror", "%traceback", "%addon", "%anaconda"];

    private static readonly string[] Media = ["url", "nfs", "cdrom", "harddrive", "liveimg", "ostreesetup"];

    public static KickstartReading Of(string text)
    {
        var (commands, sections) = (0, 0);
        var sources = new List<KickstartSource>();
        (string Name, int Line)? open = null;
        var (number, hasMedia, fault) = (0, false, default(string));
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            var word = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? first : string.Empty;
            if (open is not null)
            {
                fault ??= Sections.Contains(word) && open.Value.Name is not ("%pre" or "%post")
                    ? $"line {number}: section {word} begins before {open.Value.Name} of line {open.Value.Line} has its %end"
                    : null;
                open = line == "%end" ? null : open;
            }
            else if (Sections.Contains(word))
            {
                open = (word, number);
                sections++;
            }
            else if (line.Length > 0 && line[0] is not ('#' or '%'))
            {
                commands++;
                hasMedia |= Media.Contains(word);
                if (word is "url" or "repo" && KernelLine.Find(line, "--url", "--baseurl") is { } url
                    && url.Trim('"').StartsWith("http://", StringComparison.Ordinal))
                {
                    sources.Add(new KickstartSource(url.Trim('"'), word == "url"));
                }
            }
            else if (line.StartsWith('%') && !line.StartsWith("%include", StringComparison.Ordinal) && !line.StartsWith("%ksappend", StringComparison.Ordinal))
            {
                fault ??= $"line {number}: {word} is no section of a kickstart";
            }
        }

        fault ??= open is { } unended ? $"section {unended.Name} of line {unended.Line} has no %end"
            : commands == 0 ? "it has no commands"
            : hasMedia ? null
            : "it does not say where packages come from (url)";
        return new KickstartReading(fault, $"{commands} commands, {sections} sections", sources);
    }
}
