namespace BootService.Core.Iso;

/// <summary>Follows the links of a disc about the disc. Pure.</summary>
public static class DiscLinks
{
    private const int MostSteps = 16;

    /// <summary>What a path leads to, links followed wherever in it they are; null when that is nothing, off the disc, or a circle.</summary>
    /// <param name="entries">Everything on the disc, by path.</param>
    /// <param name="path">The path.</param>
    public static IsoEntry? Follow(IReadOnlyDictionary<string, IsoEntry> entries, string path)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(path);
        for (var step = 0; step < MostSteps; step++)
        {
            if (entries.TryGetValue(path, out var entry) && entry.Kind is not IsoKind.Link)
            {
                return entry;
            }

            if (Resolved(entries, path) is not { } next)
            {
                return null;
            }

            path = next;
        }

        return null;
    }

    /// <summary>The path with its first link put in; null when there is none in it, or it leads off the disc.</summary>
    private static string? Resolved(IReadOnlyDictionary<string, IsoEntry> entries, string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); ; end = path.IndexOf('/', end + 1))
        {
            var part = end < 0 ? path : path[..end];
            if (entries.TryGetValue(part, out var entry) && entry is { Kind: IsoKind.Link, Target: { } target })
            {
                return Joined(part, target, end < 0 ? string.Empty : path[(end + 1)..]);
            }

            if (end < 0)
            {
                return null;
            }
        }
    }

    private static string? Joined(string link, string target, string rest)
    {
        var parts = link.Split('/').SkipLast(1).ToList();
        foreach (var part in target.StartsWith('/') ? [".."] : target.Split('/').Concat(rest.Split('/')))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case ".." when parts.Count == 0 || target.StartsWith('/'):
                    return null;
                case "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return string.Join('/', parts);
    }
}
