using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Pallets;
using BootService.Core.Repositories;
using BootService.Media.Discs;
using BootService.Media.Pallets;
using BootService.Media.Work;

namespace BootService.Media.Mirrors;

/// <summary>Makes a pallet's disc of a repository.</summary>
/// <param name="folder">Where pallets lie, and mirrors of callers whose own directory cannot be written.</param>
/// <param name="time">The clock.</param>
public sealed class MirrorMaking(PalletFolder folder, TimeProvider time)
{
    private const int Connections = 8;
    private const int MostSaid = 20;

    /// <summary>The addresses of the packages that would be taken.</summary>
    /// <exception cref="RefusedException">The repository cannot be read.</exception>
    public async Task<IReadOnlyList<Uri>> AddressesAsync(MirrorOrder order, IWorkReport report, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(report);
        using var web = new MirrorWeb(order.Repository, Connections, time);
        using var metadata = new MetadataFolder(folder);
        var (listing, packages) = await ListAsync(order, web, metadata.Path, report, cancel);
        return [.. packages.Select(package => MirrorDownload.AddressOf(listing.Url, package))];
    }

    /// <summary>Makes the disc. What is fetched stays for the next try when it cannot be made.</summary>
    /// <param name="order">What to mirror.</param>
    /// <param name="caller">The caller's directory.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="admit">Told which pallet it becomes before anything is fetched for it; may refuse.</param>
    /// <exception cref="RefusedException">The repository cannot be read or mirrored, and why.</exception>
    public async Task<MadeMirror> MakeAsync(
        MirrorOrder order, string caller, IWorkReport report, CancellationToken cancel, Action<PalletKey>? admit = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(report);
        admit?.Invoke(new PalletKey(order.Name, order.Version, RollFile.UsualOs, order.Arch));
        using var web = new MirrorWeb(order.Repository, Connections, time);
        using var metadata = new MetadataFolder(folder);
        try
        {
            var keys = await PublicKeys.GatherAsync(order, web, Path.Combine(metadata.Path, "keys"), cancel);
            var (listing, packages) = await ListAsync(order, web, metadata.Path, report, cancel);
            await CheckIndexAsync(order, web, listing, keys, cancel);
            using var place = MirrorPlace.Take(caller, folder, order.Folder);
            return await MakeAsync(order, place, web, listing, packages, keys, report, cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw MirrorPlace.Unwritten(fault);
        }
    }

    private static async Task<(MirrorListing Listing, ImmutableArray<RpmPackage> Packages)> ListAsync(
        MirrorOrder order, MirrorWeb web, string metadata, IWorkReport report, CancellationToken cancel)
    {
        var source = new MirrorSource(web, metadata);
        var addresses = order.Address is { } address ? await AddressesAsync(order, address, web, source, cancel)
            : await source.AddressesAsync(order.Repository!, cancel);
        await report.ProgressAsync($"Asking {addresses[0]} for its packages ...", 0, 0);
        var listing = await source.ListAsync(addresses, cancel);
        var packages = order.Choose(listing.Packages);
        return !packages.IsEmpty ? (listing, packages)
            : throw new RefusedException(
                order.Repository is { Packages: { Included.Length: > 0 } or { Excluded.Length: > 0 } }
                    ? $"{listing.Url} has no packages that repository \"{order.Repository.Id}\" wants, as its includepkgs and excludepkgs say"
                    : $"{listing.Url} has no packages");
    }

    /// <summary>What an address leads to: the servers it lists, or itself.</summary>
    private static async Task<IReadOnlyList<Uri>> AddressesAsync(
        MirrorOrder order, Uri address, MirrorWeb web, MirrorSource source, CancellationToken cancel) =>
        order.MayBeList is { } list && await source.FindListAsync(web.Name(list), cancel) is [_, ..] servers ? servers : [web.NameFolder(address)];

    /// <summary>Holds the index to its signature where the repository's file says so.</summary>
    private static async Task CheckIndexAsync(MirrorOrder order, MirrorWeb web, MirrorListing listing, PublicKeys? keys, CancellationToken cancel)
    {
        if (order.Repository?.ChecksIndex is not true || keys is null)
        {
            return;
        }

        var at = new Uri(listing.Url, RepositoryIndex.Location + ".asc");
        var signature = listing.Index is null ? null : await web.FindAsync(at, MediaLimits.DescriptionBytes, cancel);
        if (signature is null || !await PackageSignatures.IsGoodAsync(keys, listing.Index!, signature, cancel))
        {
            throw new RefusedException(
                $"repository \"{order.Repository.Id}\" says repo_gpgcheck=1, and "
                    + $"{(signature is null ? $"there is no signature {at}" : $"{at} is no good signature by {keys.Said}")}; "
                + "set repo_gpgcheck=0 if you trust where it comes from");
        }
    }

    private async Task<MadeMirror> MakeAsync(
        MirrorOrder order, MirrorPlace place, MirrorWeb web, MirrorListing listing, ImmutableArray<RpmPackage> packages, PublicKeys? keys, IWorkReport report,
        CancellationToken cancel)
    {
        CheckRoom(place.Folder, packages.Sum(package => package.Size));
        var gathered = Path.Combine(place.Folder, "RPMS");
        await new FileDownload(web, gathered, Connections, time).RunAsync(MirrorDownload.Of(listing, packages), order.Name, report, cancel);
        var signed = keys is not null && order.ChecksPackages;
        if (signed)
        {
            await CheckSignaturesAsync(order.Name, keys!, [.. packages.Select(package => Path.Combine(gathered, package.FileName))], report, cancel);
        }

        var image = Path.Combine(place.Root, order.Image);
        var now = time.GetUtcNow();
        await Watched.RunAsync(
            stop => new PalletDisc(order.Name, order.Version, order.Arch).MakeAsync(
                image,
                [
                    .. packages.Select(package => KeyValuePair.Create($"RPMS/{package.FileName}", Path.Combine(gathered, package.FileName))),
                    .. (signed ? keys!.InPallet() : []),
                ],
                now,
                (root, each) => new MirrorMetadata(web, listing, packages).TryMakeAsync(root, "RPMS", now, each),
                stop),
            () => report.ProgressAsync($"Making {Path.GetFileName(image)} ...", 0, 0),
            time,
            cancel);
        foreach (var sentence in order.Warnings)
        {
            report.Message(sentence);
        }

        return new MadeMirror(place.Root, image, packages.Length);
    }

    private static async Task CheckSignaturesAsync(
        string name, PublicKeys keys, IReadOnlyCollection<string> files, IWorkReport report, CancellationToken cancel)
    {
        await report.ProgressAsync($"Checking the signatures of {files.Count} packages ...", 0, 0);
        var bad = await PackageSignatures.BadAsync(keys, files, cancel);
        foreach (var file in bad.Take(MostSaid))
        {
            report.Fault($"{file} is not signed with {keys.Said}");
        }

        if (bad.Count > 0)
        {
            throw new RefusedException(
                $"{bad.Count} of {files.Count} packages of {name} are not signed with {keys.Said}, so no disc was made; "
                + "give the key they are signed with by key=, or take key= and gpgcheck=1 out if you trust where they come from");
        }
    }

    /// <summary>Packages are there twice, in the folder and on the disc.</summary>
    private static void CheckRoom(string folder, long bytes)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (bytes > free)
        {
            throw new RefusedException($"{folder} has room for {ByteText.Of(free)} and this needs {ByteText.Of(2 * bytes)}: take a directory on a larger disk");
        }
    }
}

/// <summary>A disc that was made of a repository.</summary>
/// <param name="Root">The directory that the order's path of the image starts from.</param>
/// <param name="Image">The absolute path of the image.</param>
/// <param name="Packages">How many packages are on it.</param>
public sealed record MadeMirror(string Root, string Image, int Packages);
