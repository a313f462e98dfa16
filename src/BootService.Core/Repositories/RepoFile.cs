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

    /// <summary>The user of that proxy; null when it asks for none.</summary>
    public string? ProxyUserName { get; init; }

    /// <summary>The password of the proxy's user.</summary>
    public string? ProxyPassword { get; init; }

    /// <summary>The user of its web server; null when it asks for none.</summary>
    public string? UserName { get; init; }

    /// <summary>The password of that user.</summary>
    public string? Password { get; init; }

    /// <summary>Whether every package must be signed; null when the file does not say.</summary>
    public bool? ChecksPackages { get; init; }

    /// <summary>Whether the index must be signed; null when the file does not say.</summary>
    public bool? ChecksIndex { get; init; }

    /// <summary>Where the public keys lie that both must be signed with.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>Whether its server must show that it is the one it says it is; null when the file does not say, which means yes.</summary>
    public bool? ChecksServer { get; init; }

    /// <summary>The file of the authorities that may vouch for its server; null for those of this machine.</summary>
    public string? Authorities { get; init; }

    /// <summary>The file of the certificate that the server wants to see; null when it wants none.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>The file of that certificate's key; null when it lies in the certificate's file.</summary>
    public string? ClientKey { get; init; }

    /// <summary>Which of its packages are wanted.</summary>
    public PackageFilter Packages { get; init; } = new();

    /// <summary>What the file demands and cannot be kept here: <c>key=value</c> each.</summary>
    public ImmutableArray<string> Unkept { get; init; } = [];

    /// <summary>Variables without a value in what would be asked for, without their dollar.</summary>
    public IEnumerable<string> UnknownVariables =>
        (BaseUrls.Length > 0 ? BaseUrls : [MirrorList ?? MetaLink ?? string.Empty]).Concat(ChecksPackages is true || ChecksIndex is true ? Keys : [])
            .SelectMany(address => RepoVariables.In(address)).Distinct(StringComparer.Ordinal);

    /// <summary>Reads all repositories of a file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="arch">What <c>$basearch</c> and <c>$arch</c> stand for.</param>
    /// <param name="release">What <c>$releasever</c> stands for; null leaves it as it is.</param>
    public static IEnumerable<RepoFile> Parse(TextReader text, string arch, string? release)
    {
        ArgumentNullException.ThrowIfNull(text);
        var variables = new RepoVariables(arch, release);
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
                var equals = char.IsWhiteSpace(line[0]) ? -1 : EndOfKey(line);
                key = equals > 0 ? line[..equals].Trim().ToLowerInvariant() : key;
                open = open.With(key, variables.Fill(line[(equals + 1)..].Trim()));
            }
        }

        if (open is not null)
        {
            yield return open;
        }
    }

    /// <summary>Where the value is told from its key: yum takes a colon for it as well, which in an address is none.</summary>
    private static int EndOfKey(string line) =>
        line.AsSpan().IndexOfAny('=', ':') is var end && end > 0 && line.AsSpan(end).StartsWith("://") ? line.IndexOf('=', StringComparison.Ordinal) : end;

    private RepoFile With(string key, string value) => key switch
    {
        "baseurl" => this with { BaseUrls = [.. BaseUrls, .. Words(value)] },
        "mirrorlist" => this with { MirrorList = Text(value) },
        "metalink" => this with { MetaLink = Text(value) },
        "proxy" => this with { Proxy = value is "_none_" ? string.Empty : value },
        "proxy_username" => this with { ProxyUserName = Text(value) },
        "proxy_password" => this with { ProxyPassword = Text(value) },
        "username" => this with { UserName = Text(value) },
        "password" => this with { Password = Text(value) },
        "gpgcheck" or "pkg_gpgcheck" => Truth(key, value, truth => this with { ChecksPackages = truth }),
        "repo_gpgcheck" => Truth(key, value, truth => this with { ChecksIndex = truth }),
        "gpgkey" => this with { Keys = [.. Keys, .. Words(value)] },
        "excludepkgs" or "exclude" => Patterns(key, value, words => this with { Packages = Packages with { Excluded = Packages.Excluded.AddRange(words) } }),
        "includepkgs" => Patterns(key, value, words => this with { Packages = Packages with { Included = Packages.Included.AddRange(words) } }),
        "sslverify" => Truth(key, value, truth => this with { ChecksServer = truth }),
        "sslcacert" => this with { Authorities = Text(value) },
        "sslclientcert" => this with { ClientCertificate = Text(value) },
        "sslclientkey" => this with { ClientKey = Text(value) },
        "sslverifystatus" or "proxy_sslverify" =>
            Truth(key, value, truth => truth == key is "sslverifystatus" ? this with { Unkept = Unkept.Add($"{key}={value}") } : this),
        "proxy_sslcacert" or "proxy_sslclientcert" or "proxy_sslclientkey" => value.Length > 0 ? this with { Unkept = Unkept.Add($"{key}={value}") } : this,
        "proxy_auth_method" => value.ToLowerInvariant() is "any" or "basic" or "" ? this : this with { Unkept = Unkept.Add($"{key}={value}") },
        _ => this,
    };

    /// <summary>What is neither yes nor no is not guessed at.</summary>
    private RepoFile Truth(string key, string value, Func<bool, RepoFile> with) => value.ToLowerInvariant() switch
    {
        "1" or "yes" or "true" or "on" => with(true),
        "0" or "no" or "false" or "off" => with(false),
        _ => this with { Unkept = Unkept.Add($"{key}={value}") },
    };

    private RepoFile Patterns(string key, string value, Func<string[], RepoFile> with) =>
        Words(value) is var words && Array.TrueForAll(words, PackageFilter.IsUnderstood) ? with(words)
        : this with { Unkept = Unkept.Add($"{key}={value}") };

    private static string? Text(string value) => value.Length > 0 ? value : null;

    private static string[] Words(string value) => value.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
}
