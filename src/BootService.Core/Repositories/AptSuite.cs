using System.Collections.Immutable;

namespace BootService.Core.Repositories;

/// <summary>A suite of an apt repository: a folder below <c>dists</c> with a <c>Release</c> in it.</summary>
/// <param name="Name">The folder's path below <c>dists</c>, by which it is asked for.</param>
/// <param name="Codename">What its release calls it: <c>trixie</c>; empty when it does not say.</param>
/// <param name="Version">The release's version, <c>13.1</c>; empty when it does not say.</param>
/// <param name="Components">Its parts.</param>
/// <param name="Architectures">For which machines, as apt names them.</param>
public sealed record AptSuite(string Name, string Codename, string Version, ImmutableArray<string> Components, ImmutableArray<string> Architectures)
{
    /// <summary>Whether it has the packages that Debian's installer itself is made of.</summary>
    public bool HasInstaller { get; init; }

    /// <summary>Whether it is signed.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Where below the repository the public key lies that it is signed with, as apt takes it; null when no such key came with it.</summary>
    public string? Key { get; init; }

    /// <summary>Whether its words end being good at some time, which a copy of them outlives.</summary>
    public bool Expires { get; init; }

    /// <summary>Where the key of a suite lies below its repository.</summary>
    public static string KeyOf(string suite) => $"keys/{FileNameOf(suite)}.gpg";

    /// <summary>A suite's name as that of a file: some makers have suites in folders of others, such as <c>bookworm/tools/7.0</c>.</summary>
    public static string FileNameOf(string suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return suite.Replace('/', '-');
    }

    /// <summary>Whether a release means it.</summary>
    public bool Is(string suite) => Name == suite || Codename == suite;

    /// <summary>Reads a <c>Release</c>.</summary>
    /// <param name="name">The folder it lies in.</param>
    /// <param name="text">Its text.</param>
    /// <returns>Null when it names neither parts nor architectures, and so is none.</returns>
    public static AptSuite? Parse(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0 && !char.IsWhiteSpace(line[0]) && line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                values.TryAdd(line[..colon], line[(colon + 1)..].Trim());
            }
        }

        // Parts may be written with the suite before them, as security updates once were.
        ImmutableArray<string> components = [.. Words(values, "Components").Select(word => word[(word.LastIndexOf('/') + 1)..])];
        var architectures = Words(values, "Architectures");
        return components.IsEmpty || architectures.IsEmpty
            ? null
            : new AptSuite(
                name, values.GetValueOrDefault("Codename", string.Empty), values.GetValueOrDefault("Version", string.Empty), components, architectures)
            {
                Expires = values.ContainsKey("Valid-Until"),
            };
    }

    private static ImmutableArray<string> Words(Dictionary<string, string> values, string key) =>
        [.. values.GetValueOrDefault(key, string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}

/// <summary>What machines are called by RPM, as everywhere here, and by apt.</summary>
public static class AptArchitecture
{
    /// <summary>Apt's word for an architecture.</summary>
    public static string Of(string arch) => arch switch
    {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        _ => arch,
    };

    /// <summary>RPM's word for one of apt's; null for one whose machines nothing here boots.</summary>
    public static string? ToRpm(string architecture) => architecture switch
    {
        "amd64" => "x86_64",
        "arm64" => "aarch64",
        _ => null,
    };
}
