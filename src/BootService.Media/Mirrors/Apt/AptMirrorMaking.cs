using BootService.Core;
using BootService.Core.Installers;
using BootService.Core.Pallets;
using BootService.Core.Repositories;
using BootService.Media.Discs;
using BootService.Media.Pallets;
using BootService.Media.Signing;
using BootService.Media.Work;

namespace BootService.Media.Mirrors.Apt;

/// <summary>Makes a pallet's folder of a suite of an apt repository: <c>dists</c> and <c>pool</c> as they are there, signature and all.</summary>
/// <param name="folder">Where pallets lie, and mirrors of callers whose own directory cannot be written.</param>
/// <param name="keyFile">Where the frontend's own key is.</param>
/// <param name="time">The clock.</param>
public sealed class AptMirrorMaking(PalletFolder folder, ArchiveKeyFile keyFile, TimeProvider time)
{
    private const int Connections = 8;

    /// <summary>The addresses of the packages that would be taken.</summary>
    /// <exception cref="RefusedException">The suite cannot be read.</exception>
    public async Task<IReadOnlyList<Uri>> AddressesAsync(AptMirrorOrder order, IWorkReport report, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(report);
        using var web = new MirrorWeb(repository: null, Connections, time);
        using var keys = new MetadataFolder(folder);
        var source = new AptSource(web, order);
        var (_, lists) = await ListAsync(order, source, Keys(order, keys), report, cancel);
        return [.. Packages(lists).Select(package => source.AddressOf(package.Path))];
    }

    /// <summary>Makes the mirror. What is there and right is not fetched again, so that an attempt that failed goes on where it ended.</summary>
    /// <param name="order">What to mirror.</param>
    /// <param name="caller">The caller's directory.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="admit">Told which pallet it becomes before anything is fetched for it; may refuse.</param>
    /// <exception cref="RefusedException">The suite cannot be read or mirrored, and why.</exception>
    public async Task<MadeAptMirror> MakeAsync(
        AptMirrorOrder order, string caller, IWorkReport report, CancellationToken cancel, Action<PalletKey>? admit = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(report);
        using var web = new MirrorWeb(repository: null, Connections, time);
        try
        {
            using var keyPlace = new MetadataFolder(folder);
            var keys = Keys(order, keyPlace);
            var source = new AptSource(web, order);
            var (signed, lists) = await ListAsync(order, source, keys, report, cancel);
            var packages = Packages(lists);
            admit?.Invoke(KeyOf(order, signed.Release));
            using var place = MirrorPlace.Take(caller, folder, order.Folder);
            var root = RootOf(order, place.Folder, signed.Release);
            CheckRoom(root, packages);
            await new FileDownload(web, root, Connections, time)
                .RunAsync(
                    [.. packages.Select(package => Wanted(source, package))], order.IsFlat ? order.Shown : $"{order.Suite} of {order.Shown}", report, cancel);
            RemoveOthers(root, packages);
            Lay(order, root, signed, lists, keys);
            if (keys is null && signed.IsSigned)
            {
                report.Message(
                    $"the signature of its Release was not checked: key=FILE names the public key that {(order.IsFlat ? "it" : order.Suite)} is signed with");
            }
            else if (order.IsFlat && !signed.IsSigned)
            {
                report.Message($"{order.Shown} is not signed: nothing vouches for its packages but the server they came from");
            }

            return new MadeAptMirror(place.Root, place.Folder, packages.Count);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw MirrorPlace.Unwritten(fault);
        }
    }

    private static PublicKeys? Keys(AptMirrorOrder order, MetadataFolder place) =>
        order.Key is { } key ? PublicKeys.OfFile(key, Path.Combine(place.Path, "keys")) : null;

    private static async Task<(SignedRelease Signed, List<AptList> Lists)> ListAsync(
        AptMirrorOrder order, AptSource source, PublicKeys? keys, IWorkReport report, CancellationToken cancel)
    {
        await report.ProgressAsync(order.IsFlat ? $"Asking {order.Shown} for its packages ..." : $"Asking {order.Shown} for suite {order.Suite} ...", 0, 0);
        var signed = await source.ReadAsync(keys, cancel);
        var lists = new List<AptList>();
        if (order.IsFlat)
        {
            var architecture = AptArchitecture.Of(order.Arch);
            var packages = await source.FlatPackagesAsync(signed.Release, architecture, cancel);
            lists.Add(new AptList($"{AptRelease.FlatComponent}/binary-{architecture}", [], Wanted(order, packages)));
        }

        foreach (var component in order.IsFlat ? [] : order.Components.IsEmpty ? signed.Release.Suite.Components : order.Components)
        {
            foreach (var listed in signed.Release.ListFolders(component, AptArchitecture.Of(order.Arch)))
            {
                lists.Add(await ReadAsync(order, source, signed.Release, listed, cancel));
            }
        }

        return lists.Exists(list => list.Packages.Count > 0) ? (signed, lists)
            : throw new RefusedException($"{order.Said} has no packages for {order.Arch} in what was asked for");
    }

    /// <summary>A list in all packed forms that the server has, since readers differ in which they take, or as plain text where it has none.</summary>
    private static async Task<AptList> ReadAsync(AptMirrorOrder order, AptSource source, AptRelease release, string listed, CancellationToken cancel)
    {
        var files = new List<(AptFile File, byte[] Bytes)>();
        foreach (var file in release.Lists(listed).Where(file => file.Path.Contains("Packages.", StringComparison.Ordinal) || files.Count == 0))
        {
            if (await source.FindListAsync(release, file, cancel) is { } bytes)
            {
                files.Add((file, bytes));
            }
        }

        if (files.Count == 0)
        {
            throw new RefusedException(
                $"Release and Packages of suite \"{order.Suite}\" of {order.Shown} do not fit: Release names {listed}/Packages, and the server has it in "
                    + "no form");
        }

        var packages = Wanted(order, source.Packages(files[0].File.Path, files[0].Bytes));

        // The installer asks for the small Release of each part, and takes the machine for one it does not know without.
        if (release.Find($"{listed}/Release") is { } small && await source.FindListAsync(release, small, cancel) is { } part)
        {
            files.Add((small, part));
        }

        return new AptList(listed, files, packages);
    }

    private static List<AptPackage> Wanted(AptMirrorOrder order, List<AptPackage> packages) => !order.Newest ? packages
        : [.. packages.GroupBy(package => (package.Name, package.Architecture))
            .Select(versions => versions.MaxBy(package => package.Version, AptVersion.Order)!)];

    private static List<AptPackage> Packages(List<AptList> lists) => [.. lists.SelectMany(list => list.Packages).DistinctBy(package => package.Path)];

    private static WantedFile Wanted(AptSource source, AptPackage package) =>
        new(package.Path, [source.AddressOf(package.Path)], new FetchedFile(package.Size, package.Sum) { Witness = "the list of packages" });

    private static bool IsDebian(AptMirrorOrder order, AptRelease release) => order.Name is null && !order.IsFlat
        && Installer.Of(new PalletKey("Debian", release.Suite.Version, Installer.Debian.Os, order.Arch)) is Installer.Debian known
        && release.Suite.Is(known.Suite);

    /// <summary>Debian's own releases are known by themselves; everything else becomes a pallet by a description.</summary>
    private static PalletKey KeyOf(AptMirrorOrder order, AptRelease release) => IsDebian(order, release)
        ? new PalletKey("Debian", release.Suite.Version.Split('.')[0], Installer.Debian.Os, order.Arch)
        : new PalletKey(order.Folder, order.Version, release.Origin is "Ubuntu" ? Installer.Ubuntu.Os : Installer.Debian.Os, order.Arch);

    private string RootOf(AptMirrorOrder order, string place, AptRelease release)
    {
        if (IsDebian(order, release))
        {
            return place;
        }

        var (name, _, os, _) = KeyOf(order, release);
        var root = Path.Combine(place, name, order.Version, os, order.Arch);
        Directory.CreateDirectory(root);
        File.WriteAllText(
            Path.Combine(root, $"roll-{name}.xml"),
            RollFile.Write(name, order.Version, PalletDisc.FirstRelease, order.Arch, time.GetUtcNow(), os));
        return root;
    }

    /// <summary>Packages of an earlier try that the lists no longer name would become part of the pallet.</summary>
    private static void RemoveOthers(string root, List<AptPackage> packages)
    {
        var kept = packages.Select(package => package.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".deb" or ".udeb" or ".part" && !kept.Contains(Path.GetRelativePath(root, file))))
        {
            File.Delete(file);
        }
    }

    /// <summary>Lays out the lists when the packages are there, and what vouches for them last: without it nobody takes the folder for a repository.</summary>
    private void Lay(AptMirrorOrder order, string root, SignedRelease signed, List<AptList> lists, PublicKeys? keys)
    {
        var suite = Path.Combine(root, "dists", order.Suite);
        if (Directory.Exists(suite))
        {
            Directory.Delete(suite, recursive: true);
        }

        if (order.IsRewritten)
        {
            using var own = ArchiveKey.Open(keyFile, time.GetUtcNow());
            AptPruning.Lay(suite, signed.Release, lists, own, AptArchitecture.Of(order.Arch), time.GetUtcNow());
            Write(root, AptSuite.KeyOf(order.Suite), own.Public());
            return;
        }

        foreach (var (file, bytes) in lists.SelectMany(list => list.Files))
        {
            Write(suite, file.Path, bytes);
            if (signed.Release.HasSumNames)
            {
                Write(suite, $"{file.Path[..file.Path.LastIndexOf('/')]}/by-hash/SHA256/{file.Sum.Value}", bytes);
            }
        }

        if (keys is not null)
        {
            Write(root, AptSuite.KeyOf(order.Suite), keys.Ring());
        }

        foreach (var (name, bytes) in signed.Files)
        {
            Write(suite, name, bytes);
        }
    }

    private static void Write(string root, string name, byte[] bytes)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private static void CheckRoom(string root, List<AptPackage> packages)
    {
        var needed = packages.Sum(package => package.Size) - packages.Sum(
            package => new FileInfo(Path.Combine(root, package.Path)) is { Exists: true } there ? there.Length : 0);
        var free = new DriveInfo(root).AvailableFreeSpace;
        if (needed > free)
        {
            throw new RefusedException(
                $"{root} has room for {ByteText.Of(free)} and this needs {ByteText.Of(needed)}: take a directory on a larger disk, or fewer components");
        }
    }
}

/// <summary>A list of packages of a suite.</summary>
/// <param name="Folder">Where it lies below the suite.</param>
/// <param name="Files">The forms of it that were fetched, and the small Release beside it.</param>
/// <param name="Packages">The packages that are taken of it.</param>
internal sealed record AptList(string Folder, IReadOnlyList<(AptFile File, byte[] Bytes)> Files, List<AptPackage> Packages);
