namespace BootService.Core.Repositories;

/// <summary>A package of a repository, as its metadata describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arch">Its architecture, <c>noarch</c> or <c>src</c> among them.</param>
/// <param name="Version">Its version.</param>
/// <param name="Location">Where its file lies, relative to the repository; as it is written, it may lead anywhere.</param>
public sealed record RpmPackage(string Name, string Arch, RpmVersion Version, string Location)
{
    /// <summary>Where <see cref="Location"/> starts from when that is not the repository; null when it is. As it is written, it may lead anywhere.</summary>
    public string? Base { get; init; }

    /// <summary>Bytes of the file; 0 when the metadata do not say.</summary>
    public long Size { get; init; }

    /// <summary>What the file adds up to; null when the metadata do not say.</summary>
    public Checksum? Checksum { get; init; }

    /// <summary>The last part of its location: how its file is called.</summary>
    public string FileName => Location[(Location.LastIndexOf('/') + 1)..];

    /// <summary>The newest of each name and architecture, in the order of their names.</summary>
    public static IReadOnlyList<RpmPackage> Newest(IEnumerable<RpmPackage> packages) =>
    [
        .. packages.GroupBy(package => (package.Name, package.Arch))
            .Select(group => group.MaxBy(package => package.Version)!)
            .OrderBy(package => package.FileName, StringComparer.Ordinal),
    ];

    /// <summary>Reads <c>name-version-release.arch.rpm</c>; null when a file is not called so.</summary>
    public static RpmPackage? FromFileName(string location)
    {
        var file = location[(location.LastIndexOf('/') + 1)..];
        if (!file.EndsWith(".rpm", StringComparison.Ordinal))
        {
            return null;
        }

        var stem = file[..^4];
        var dot = stem.LastIndexOf('.');
        var release = dot < 0 ? -1 : stem.LastIndexOf('-', dot);
        var version = release <= 0 ? -1 : stem.LastIndexOf('-', release - 1);
        return version <= 0
            ? null
            : new RpmPackage(stem[..version], stem[(dot + 1)..], new RpmVersion(0, stem[(version + 1)..release], stem[(release + 1)..dot]), location);
    }
}
