using System.Collections.Immutable;
using BootService.Core.Repositories;
using BootService.Media.Discs;
using BootService.Media.Pallets;

namespace BootService.Media.Mirrors;

/// <summary>What to mirror, and what the pallet it becomes is called.</summary>
/// <param name="Name">The pallet's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Arch">Its architecture.</param>
public sealed record MirrorOrder(string Name, string Version, string Arch)
{
    /// <summary>The release that pallets of mirrors are of.</summary>
    public const string Release = PalletDisc.FirstRelease;

    /// <summary>The repository of a <c>.repo</c> file; null when an address was given.</summary>
    public RepoFile? Repository { get; init; }

    /// <summary>The address; null when a repository was named.</summary>
    public Uri? Address { get; init; }

    /// <summary>The address as it was typed where it may lead to a list of servers, as one with a query or a list's usual name does; null otherwise.</summary>
    public Uri? MayBeList { get; init; }

    /// <summary>The file of the public key that every package must be signed with; null for those that the repository itself names.</summary>
    public string? Key { get; init; }

    /// <summary>Whether every package must be signed.</summary>
    public bool ChecksPackages => Key is not null || Repository?.ChecksPackages is true;

    /// <summary>What whoever ordered it should know of how it was fetched: a sentence each.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (Repository is { ChecksPackages: false } && Key is null)
            {
                yield return $"the signatures of its packages were not checked: repository \"{Repository.Id}\" says gpgcheck=0";
            }

            if (Repository is { ChecksServer: false })
            {
                yield return $"whoever answered for its server was believed: repository \"{Repository.Id}\" says sslverify=0";
            }
        }
    }

    /// <summary>Whether only the newest of each package is taken.</summary>
    public bool Newest { get; init; }

    /// <summary>Where packages gather, below the caller's directory.</summary>
    public string Folder => Repository is null ? Name : PalletWord.Made(Repository.Id);

    /// <summary>The image, below the caller's directory: a repository's lies with its packages, an address's beside them (docs/stacki.md).</summary>
    public string Image => $"{(Repository is null ? string.Empty : Folder + "/")}{Name}-{Version}-{PalletDisc.FirstRelease}.{Arch}.disk1.iso";

    /// <summary>The address of a repository as it was typed, with a slash at its end.</summary>
    /// <exception cref="Core.RefusedException">It is no address.</exception>
    public static Uri AddressOf(string url) => MirrorSource.Folder(url);

    /// <summary>The same address without a slash at its end where what lies there may be a list of mirrors; else null.</summary>
    public static Uri? ListAt(string url) => MirrorSource.Address(url) is { IsFile: false } address
        && (address.Query.Length > 1 || address.Segments[^1].ToUpperInvariant() is "MIRRORLIST" or "METALINK") ? address : null;

    /// <summary>The packages to take: no sources, none that the repository's file leaves out, each file once.</summary>
    internal ImmutableArray<RpmPackage> Choose(IEnumerable<RpmPackage> packages)
    {
        var binary = packages.Where(package => package.Arch is not ("src" or "nosrc") && Repository?.Packages.Wants(package) is not false)
            .DistinctBy(package => package.FileName);
        return Newest ? [.. RpmPackage.Newest(binary)] : [.. binary.OrderBy(package => package.FileName, StringComparer.Ordinal)];
    }
}
