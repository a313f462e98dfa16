using System.Text;

namespace BootService.Media.Discs;

/// <summary>
/// Joins the descriptions of two media of one release, such as DVD and Minimal: files of the later one lie over those of the earlier, and the
/// repositories of both are there. Pure.
/// </summary>
internal static class TreeInfoMerge
{
    private static readonly string[] Listed = ["variants", "variant", "repository", "packagedir"];

    /// <summary>The text of a <c>.treeinfo</c> that speaks of both.</summary>
    /// <param name="present">That of what is there.</param>
    /// <param name="coming">That of what comes.</param>
    public static string Of(string present, string coming)
    {
        var (old, made) = (Sections(present), Sections(coming));
        foreach (var (name, lines) in old)
        {
            if (!made.TryGetValue(name, out var own))
            {
                made.Add(name, lines);
            }
            else if (name is "checksums")
            {
                own.AddRange(lines.Where(line => KeyOf(line) is { } key && !own.Exists(other => KeyOf(other) == key)).ToArray());
            }
        }

        foreach (var section in new[] { "general", "tree" })
        {
            if (old.TryGetValue(section, out var before) && made.TryGetValue(section, out var after))
            {
                Join(before, after);
            }
        }

        var text = new StringBuilder();
        foreach (var (name, lines) in made)
        {
            text.Append(name.Length == 0 ? "" : $"[{name}]\n").AppendJoin('\n', lines).Append(lines.Count > 0 ? "\n\n" : "\n");
        }

        return text.ToString();
    }

    /// <summary>The variants of both; which of them stands for the tree is said by the medium that had more.</summary>
    private static void Join(List<string> before, List<string> after)
    {
        var (old, own) = (Variants(before), Variants(after));
        if (old.Length > own.Length)
        {
            foreach (var key in Listed)
            {
                after.RemoveAll(line => KeyOf(line) == key);
                after.AddRange(before.Where(line => KeyOf(line) == key));
            }
        }

        var all = old.Union(own, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (after.FindIndex(line => KeyOf(line) == "variants") is var at and >= 0 && all.Length > 0)
        {
            after[at] = $"variants = {string.Join(',', all)}";
        }
    }

    private static string[] Variants(List<string> section) =>
        section.Find(line => KeyOf(line) == "variants") is { } line
            ? line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];

    private static string? KeyOf(string line) =>
        line is ['#' or ';', ..] ? null : line.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? line[..at].Trim() : null;

    private static OrderedDictionary<string, List<string>> Sections(string text)
    {
        var sections = new OrderedDictionary<string, List<string>>(StringComparer.Ordinal);
        var section = string.Empty;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line is ['[', .. var name, ']'])
            {
                section = name.Trim();
                sections.TryAdd(section, []);
            }
            else if (line.Length > 0)
            {
                if (!sections.TryGetValue(section, out var lines))
                {
                    sections.Add(section, lines = []);
                }

                lines.Add(line);
            }
        }

        return sections;
    }
}
