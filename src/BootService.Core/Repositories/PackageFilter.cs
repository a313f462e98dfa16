using System.Collections.Immutable;
using System.IO.Enumeration;

namespace BootService.Core.Repositories;

/// <summary>Which packages of a repository its <c>.repo</c> file wants, as <c>includepkgs</c> and <c>excludepkgs</c> of dnf.conf(5) say.</summary>
public sealed record PackageFilter
{
    /// <summary>Patterns of the packages that are wanted; none wants all.</summary>
    public ImmutableArray<string> Included { get; init; } = [];

    /// <summary>Patterns of those that are not, which win.</summary>
    public ImmutableArray<string> Excluded { get; init; } = [];

    /// <summary>Whether a package is wanted.</summary>
    public bool Wants(RpmPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return (Included.IsEmpty || Included.Any(pattern => IsMeant(package, pattern))) && !Excluded.Any(pattern => IsMeant(package, pattern));
    }

    /// <summary>Whether a pattern is one that is understood here: <c>*</c> and <c>?</c> are all that stands for letters.</summary>
    public static bool IsUnderstood(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return !pattern.AsSpan().ContainsAny('[', '{', '\\');
    }

    /// <summary>A pattern may leave the version, the release, the epoch and the architecture out, as dnf's may.</summary>
    private static bool IsMeant(RpmPackage package, string pattern)
    {
        var (name, arch, version) = (package.Name, package.Arch, package.Version);
        return Fits(name) || Fits($"{name}.{arch}")
            || Fits($"{name}-{version.Version}") || Fits($"{name}-{version.Version}-{version.Release}")
            || Fits($"{name}-{version.Version}-{version.Release}.{arch}")
            || Fits($"{name}-{version.Epoch}:{version.Version}-{version.Release}")
            || Fits($"{name}-{version.Epoch}:{version.Version}-{version.Release}.{arch}");

        bool Fits(string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
    }
}
