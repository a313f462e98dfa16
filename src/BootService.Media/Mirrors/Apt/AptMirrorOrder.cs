using System.Collections.Immutable;
using BootService.Core;
using BootService.Media.Discs;

namespace BootService.Media.Mirrors.Apt;

/// <summary>A suite of an apt repository to mirror, and what becomes of it.</summary>
/// <param name="Address">The root of the repository: the folder that <c>dists</c> lies in.</param>
/// <param name="Suite">The folder below <c>dists</c>; of a flat repository, which has none, the one that it is given in its mirror.</param>
/// <param name="Arch">For which machines, as everywhere here.</param>
public sealed record AptMirrorOrder(Uri Address, string Suite, string Arch)
{
    /// <summary>The address as sentences show it: a user, a password and a query in it are the server's alone.</summary>
    public string Shown => Redacted + (Flat is { Length: > 0 } ? $"{Flat}/" : string.Empty);

    /// <summary>The folder below the address whose <c>Packages</c> lies in itself, empty for the address; null for a repository with <c>dists</c>.</summary>
    public string? Flat { get; init; }

    /// <summary>Whether there are no <c>dists</c>, as in apt's <c>deb URL ./</c>. Its mirror has them, signed by the frontend.</summary>
    public bool IsFlat => Flat is not null;

    /// <summary>What sentences call it.</summary>
    public string Said => IsFlat ? Shown : $"suite \"{Suite}\" of {Shown}";

    /// <summary>Whether lists are written anew, and signed by the frontend.</summary>
    public bool IsRewritten => Newest || IsFlat;

    private string Redacted => AddressRedaction.WithoutUser(Address.IsFile ? Address.ToString() : Address.GetLeftPart(UriPartial.Path));

    /// <summary>Its parts; empty for all.</summary>
    public ImmutableArray<string> Components { get; init; } = [];

    /// <summary>The name of the pallet; null for what the suite is by itself: Debian, or its own name.</summary>
    public string? Name { get; init; }

    /// <summary>The version of a pallet with a name of its own.</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>The file of the public key that the suite must be signed with; null when its signature is not looked at.</summary>
    public string? Key { get; init; }

    /// <summary>Whether only the newest of each package is taken, which makes the lists and their signature the frontend's own.</summary>
    public bool Newest { get; init; }

    /// <summary>Where the mirror gathers, below the caller's directory.</summary>
    public string Folder => Name ?? PalletWord.Made(Suite);

    /// <summary>Where a file of the suite lies below the address.</summary>
    public string PlaceOf(string file) => Flat switch { null => $"dists/{Suite}/{file}", "" => file, var folder => $"{folder}/{file}" };
}

/// <summary>A mirror that was made, which <c>add pallet</c> takes as it is.</summary>
/// <param name="Root">The directory that the order's folder is in.</param>
/// <param name="Folder">The absolute path of the mirror.</param>
/// <param name="Packages">How many packages are in it.</param>
public sealed record MadeAptMirror(string Root, string Folder, int Packages);
