using System.Collections.Immutable;
using BootService.Core.Repositories;

namespace BootService.Commands.Mirrors;

/// <summary>What to mirror, and what the pallet it becomes is called.</summary>
/// <param name="Name">The pallet's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Arch">Its architecture.</param>
internal sealed record MirrorOrder(string Name, string Version, string Arch)
{
    /// <summary>The release that every mirror has.</summary>
    public const string Release = "0";

    /// <summary>The repository of a <c>.repo</c> file; null when an address was given.</summary>
    public RepoFile? Repository { get; init; }

    /// <summary>The address; null when a repository was named.</summary>
    public Uri? Address { get; init; }

    /// <summary>Whether only the newest of each package is taken.</summary>
    public bool Newest { get; init; }

    /// <summary>Where packages gather, below the caller's directory.</summary>
    public string Folder => Repository?.Id ?? Name;

    /// <summary>The image, below the caller's directory: a repository's lies with its packages, an address's beside them (stacki.md §1.7).</summary>
    public string Image => $"{(Repository is null ? string.Empty : Folder + "/")}{Name}-{Version}-{Release}.{Arch}.disk1.iso";

    /// <summary>The packages to take: no sources, each file once.</summary>
    public ImmutableArray<RpmPackage> Choose(IEnumerable<RpmPackage> packages)
    {
        var binary = packages.Where(package => package.Arch is not ("src" or "nosrc")).DistinctBy(package => package.FileName);
        return Newest ? [.. RpmPackage.Newest(binary)] : [.. binary.OrderBy(package => package.FileName, StringComparer.Ordinal)];
    }
}
