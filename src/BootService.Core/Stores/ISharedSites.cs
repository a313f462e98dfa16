using BootService.Core.Pallets;
using BootService.Core.Sites;

namespace BootService.Core.Stores;

/// <summary>What a frontend says each second of the files that lie at it.</summary>
/// <param name="Profiles">The digest of what profiles are made of there; empty before it has looked, and from a program that does not say.</param>
/// <param name="Site">The digest of all files of the site there; likewise.</param>
/// <param name="Pallets">The pallets there, as <see cref="PalletsThere"/> writes them.</param>
/// <param name="Answer">What became of the last push that it was asked to take: the push's name, and why not; that alone when it took it.</param>
public sealed record FilesTold(string Profiles, string Site, string Pallets, string Answer)
{
    /// <summary>Nothing said.</summary>
    public static FilesTold None { get; } = new(string.Empty, string.Empty, string.Empty, string.Empty);
}

/// <summary>The files of the site, told and passed on between frontends that share a database. Calls throw what the store throws when it is away.</summary>
public interface ISharedSites
{
    /// <summary>Says which files lie here.</summary>
    Task TellAsync(SiteFiles files, CancellationToken cancel);

    /// <summary>The files that lie at a frontend, as it said last.</summary>
    Task<SiteFiles> ListAsync(string frontend, CancellationToken cancel);

    /// <summary>Lays a file's content out for others to take.</summary>
    Task OfferAsync(SiteFile file, ReadOnlyMemory<byte> content, CancellationToken cancel);

    /// <summary>Takes a content that a frontend laid out; null when it is not there any more.</summary>
    Task<byte[]?> TakeAsync(string frontend, SiteFile file, CancellationToken cancel);

    /// <summary>Asks frontends to become like this one.</summary>
    /// <param name="frontends">Which.</param>
    /// <param name="push">What this push is called.</param>
    /// <param name="cancel">Gives up.</param>
    Task AskAsync(IReadOnlyCollection<string> frontends, string push, CancellationToken cancel);

    /// <summary>Asks nobody any more, and takes what was laid out away.</summary>
    Task EndAsync(CancellationToken cancel);
}

/// <summary>What lies in pallets, told between frontends that share a database. Calls throw what the store throws when it is away.</summary>
public interface ISharedPallets
{
    /// <summary>What is known of all.</summary>
    Task<IReadOnlyList<PalletContent>> ListAsync(CancellationToken cancel);

    /// <summary>Says what lies in a pallet.</summary>
    /// <param name="content">What.</param>
    /// <param name="isNew">Whether it was just added, and holds from now on; otherwise only where nobody has said yet.</param>
    /// <param name="cancel">Gives up.</param>
    Task AnnounceAsync(PalletContent content, bool isNew, CancellationToken cancel);
}
