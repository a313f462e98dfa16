using System.Globalization;
using System.Text;

namespace BootService.Core.Repositories;

/// <summary>A package as the list of an apt repository has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Architecture">For which machines.</param>
/// <param name="Path">Where its file lies, from the root of the repository.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Sum">What it adds up to.</param>
public sealed record AptPackage(string Name, string Version, string Architecture, string Path, long Size, Checksum Sum)
{
    /// <summary>Everything that its list says of it.</summary>
    public string Stanza { get; init; } = string.Empty;

    /// <summary>Reads a list, unpacked, as a stream.</summary>
    /// <param name="list">The list.</param>
    /// <param name="keepsStanzas">Whether everything is kept, for a list that is written anew.</param>
    /// <exception cref="InvalidDataException">A package in it has no file, length or SHA-256 sum, or a file elsewhere, or there is more of something than in
    /// any.</exception>
    public static IEnumerable<AptPackage> Read(Stream list, bool keepsStanzas)
    {
        var stanza = new StringBuilder();
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var packages = 0;
        foreach (var line in ForeignLines.Whole(list, MediaLimits.XmlToken).Append(string.Empty))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                if (values.Count > 0)
                {
                    yield return ++packages <= MediaLimits.Packages ? Of(values) with { Stanza = stanza.ToString() }
                        : throw new InvalidDataException($"there are more than {MediaLimits.Packages} packages in it");
                }

                values.Clear();
                stanza.Clear();
                continue;
            }

            _ = keepsStanzas ? stanza.Append(line).Append('\n') : stanza;
            if (stanza.Length > MediaLimits.ElementBytes)
            {
                throw new InvalidDataException("a package in it says more of itself than any");
            }

            if (!char.IsWhiteSpace(line[0]) && line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                values.TryAdd(line[..colon], line[(colon + 1)..].Trim());
                if (values.Count > MediaLimits.Parts)
                {
                    throw new InvalidDataException($"a package in it has more than {MediaLimits.Parts} fields");
                }
            }
        }
    }

    private static AptPackage Of(Dictionary<string, string> values)
    {
        var name = values.GetValueOrDefault("Package", "a package without a name");
        return values.TryGetValue("Filename", out var path) && values.TryGetValue("SHA256", out var sum)
            && long.TryParse(values.GetValueOrDefault("Size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? AptRelease.IsInside(path = AptRelease.Plain(path))
                    ? new AptPackage(
                        name, values.GetValueOrDefault("Version", string.Empty), values.GetValueOrDefault("Architecture", string.Empty), path, size,
                        new Checksum("sha256", sum.ToLowerInvariant()))
                    : throw new InvalidDataException($"{name} in it has its file at {path}, which is nowhere in a repository")
                : throw new InvalidDataException($"{name} in it lacks its Filename, Size or SHA256");
    }
}
