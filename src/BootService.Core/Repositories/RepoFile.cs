using System.Collections.Immutable;

namespace BootService.Core.Repositories;

/// <summary>One repository of a <c>.repo</c> file, as yum and dnf read it.</summary>
/// <param name="Id">The name in brackets.</param>
public sealed record RepoFile(string Id)
{
    /// <summary>Where it lies: any of them; variables are filled in.</summary>
    public ImmutableArray<string> BaseUrls { get; init; } = [];

    /// <summary>An address that answers with addresses, one a line; null when there is none.</summary>
    public string? MirrorList { get; init; }

    /// <summary>An address that answers with a metalink; null when there is none.</summary>
    public string? MetaLink { get; init; }

    /// <summary>Its own proxy; null for the surroundings' one, empty for none.</summary>
    public string? Proxy { get; init; }

    /// <summary>The user of its web server; null when it asks for none.</summary>
    public string? UserName { get; init; }

    /// <summary>The password of that user.</summary>
    public string? Password { get; init; }

    /// <summary>Reads all repositories of a file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="arch">What <c>$basearch</c> and <c>$arch</c> stand for.</param>
    /// <param name="release">What <c>$releasever</c> stands for; null leaves it as it is.</param>
    public static IEnumerable<RepoFile> Parse(TextReader text, string arch, string? release)
    {
        ArgumentNullException.ThrowIfNull(text);
        RepoFile? open = null;
        var key = string.Empty;
        while (text.ReadLine() is { } line)
        {
            if (line.TrimStart() is ['#', ..] or [';', ..] or [])
            {
                continue;
            }

            if (line.Trim() is ['[', .. var id, ']'])
            {
                if (open is not null)
                {
                    yield return open;
                }

                open = new RepoFile(id.Trim());
            }
            else if (open is not null)
            {
                // A line that begins with a blank goes on with the value before it: baseurl may have several.
                var equals = char.IsWhiteSpace(line[0]) ? -1 : line.IndexOf('=', StringComparison.Ordinal);
                key = equals > 0 ? line[..equals].Trim().ToLowerInvariant() : key;
                open = open.With(key, Filled(line[(equals + 1)..].Trim(), arch, release));
            }
        }

        if (open is not null)
        {
            yield return open;
        }
    }

    private RepoFile With(string key, string value) => key switch
    {
        "baseurl" => this with { BaseUrls = [.. BaseUrls, .. value.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries)] },
        "mirrorlist" => this with { MirrorList = value },
        "metalink" => this with { MetaLink = value },
        "proxy" => this with { Proxy = value is "_none_" ? string.Empty : value },
        "username" => this with { UserName = value },
        "password" => this with { Password = value },
        _ => this,
    };

    private static string Filled(string value, string arch, string? release)
    {
        value = value.Replace("${basearch}", arch, StringComparison.Ordinal).Replace("$basearch", arch, StringComparison.Ordinal)
            .Replace("${arch}", arch, StringComparison.Ordinal).Replace("$arch", arch, StringComparison.Ordinal);
        return release is null ? value : value.Replace("${releasever}", release, StringComparison.Ordinal).Replace("$releasever", release, StringComparison.Ordinal);
    }
}
