using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Repositories;

namespace BootService.Media.Mirrors;

/// <summary>Where the packages of a repository are, and what each is to be.</summary>
internal static class MirrorDownload
{
    /// <summary>Bytes of a package whose length nobody states.</summary>
    private const long MostUnstated = 4L << 30;

    /// <summary>The files of packages, each at every address of its repository.</summary>
    /// <exception cref="RefusedException">One of them leads elsewhere.</exception>
    public static IReadOnlyList<WantedFile> Of(MirrorListing listing, ImmutableArray<RpmPackage> packages) =>
    [
        .. packages.Select(package => new WantedFile(
            package.FileName,
            [.. listing.Others.Prepend(listing.Url).Select(repository => AddressOf(repository, package)).Distinct()],
            new FetchedFile(package.Size, package.Checksum) { Most = MostUnstated })),
    ];

    /// <summary>
    /// The address of a package: where the repository lies, or where its metadata say that packages do. A repository of files keeps to itself.
    /// </summary>
    /// <exception cref="RefusedException">It leads elsewhere.</exception>
    public static Uri AddressOf(Uri repository, RpmPackage package)
    {
        var location = package.Location.Contains("://", StringComparison.Ordinal)
            ? package.Location
            : string.Join('/', package.Location.Split('/').Select(Uri.EscapeDataString));
        return Uri.TryCreate(repository, package.Base is { } other && !other.EndsWith('/') ? other + "/" : package.Base ?? string.Empty, out var place)
            && Uri.TryCreate(place, location, out var address)
            && (repository.IsFile ? repository.IsBaseOf(address) : address.Scheme is "http" or "https" && address.UserInfo.Length == 0)
            && package.FileName is not (['.', ..] or [])
            && package.FileName.EndsWith(".rpm", StringComparison.Ordinal) && !package.FileName.AsSpan().ContainsAny('\0', '\n')
                ? address
                : throw new RefusedException($"{repository} names a package at {package.Base}{package.Location}, which no package can be at");
    }
}
