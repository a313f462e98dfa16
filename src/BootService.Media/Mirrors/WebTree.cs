using System.Security.Cryptography;
using System.Text;
using BootService.Core;
using BootService.Core.Pallets;
using BootService.Core.Repositories;
using BootService.Media.Repositories;
using BootService.Media.Work;
using BootService.Platform.Files;

namespace BootService.Media.Mirrors;

/// <summary>
/// Fetches an unpacked OS tree from the web, as mirrors of distributions keep them, into a folder laid out like it: its <c>.treeinfo</c>, the images
/// that names, and its repositories whole. What an earlier try fetched of the same tree is not fetched again.
/// </summary>
/// <param name="web">Fetches.</param>
/// <param name="folder">Where trees and pieces of them lie.</param>
/// <param name="connections">How many at once.</param>
/// <param name="time">The clock.</param>
internal sealed class WebTree(MirrorWeb web, string folder, int connections, TimeProvider time)
{
    private const int MostFaultsSaid = 20;

    /// <summary>Bytes of an image whose length nobody states.</summary>
    private const long MostUnstated = 16L << 30;

    private readonly List<string> _faults = [];
    private long _kept;

    /// <summary>A file of the tree.</summary>
    private sealed record Wanted(Uri Address, string Path, long Size, Checksum? Sum)
    {
        public FetchedFile File => new(Size, Sum) { Most = MostUnstated };
    }

    /// <summary>Fetches one.</summary>
    /// <returns>The folder it lies in.</returns>
    /// <exception cref="RefusedException">There is no tree, or not all of it can be fetched; what was fetched stays for the next try.</exception>
    public async Task<string> FetchAsync(string word, IWorkReport report, CancellationToken cancel)
    {
        var address = web.NameFolder(MirrorSource.Folder(word));
        var text = await web.FindAsync(new Uri(address, ".treeinfo"), MediaLimits.DescriptionBytes, cancel)
            ?? await web.FindAsync(new Uri(address, "treeinfo"), MediaLimits.DescriptionBytes, cancel)
            ?? throw new RefusedException(
                $"{address} has no .treeinfo, so it is no tree of an OS; the address of an image ends in .iso, and packages are fetched with \"stack create "
                    + "mirror\"");
        var root = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(word)))[..16]);
        Begin(root, text);
        using var reader = new StringReader(Encoding.UTF8.GetString(text));
        var info = TreeInfo.Parse(reader);
        await report.ProgressAsync($"Asking {word} for its packages ...", 0, 0);
        var wanted = info.Files.Select(file => new Wanted(Within(address, file), Local(root, file), 0, info.SumOf(file))).ToList();
        foreach (var repository in info.Repositories)
        {
            await AddAsync(address, repository, root, wanted, report, cancel);
        }

        await FetchAsync(word, root, [.. wanted.DistinctBy(file => file.Path)], report, cancel);
        return root;
    }

    /// <summary>Deletes a tree that is not needed any more.</summary>
    public static void Delete(string path) => Directory.Delete(path, recursive: true);

    /// <summary>Pieces of another tree, as the same address had it before, are worth nothing.</summary>
    private static void Begin(string root, byte[] text)
    {
        var at = Path.Combine(root, ".treeinfo");
        if (Directory.Exists(root) && !(File.Exists(at) && File.ReadAllBytes(at).AsSpan().SequenceEqual(text)))
        {
            Directory.Delete(root, recursive: true);
        }

        Directory.CreateDirectory(root);
        File.WriteAllBytes(at, text);
    }

    /// <summary>Fetches a repository's metadata, and adds its packages to what is to be fetched.</summary>
    private async Task AddAsync(Uri tree, string repository, string root, List<Wanted> wanted, IWorkReport report, CancellationToken cancel)
    {
        var address = repository.Length == 0 ? tree : MirrorSource.Folder(new Uri(tree, repository).ToString());
        if (!tree.IsBaseOf(address))
        {
            report.Message($"the tree names a repository outside of itself, which is left to \"stack create mirror {address}\"");
            return;
        }

        if (await web.FindAsync(new Uri(address, RepositoryIndex.Location), MediaLimits.DescriptionBytes, cancel) is not { } index)
        {
            return;
        }

        var place = Local(root, tree.MakeRelativeUri(address).ToString());
        foreach (var part in MirrorSource.Parts(index, address))
        {
            var path = Local(place, part.Location);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await MirrorSource.FetchPartAsync(web, address, part, path, cancel);
            if (part.Type == "primary")
            {
                wanted.AddRange(RepositoryFiles.ReadPackages(part.Location, path, address.ToString()).Select(package => Package(address, place, package)));
            }
        }

        Write(Local(place, RepositoryIndex.Location), index);
    }

    private static Wanted Package(Uri address, string place, RpmPackage package) => package.Base is { } elsewhere
        ? throw new RefusedException(
            $"{address} keeps its packages at {elsewhere}, so it is no tree that can be copied: \"stack create mirror {address}\" fetches them")
        : new Wanted(Within(address, package.Location), Local(place, package.Location), package.Size, package.Checksum);

    private async Task FetchAsync(string word, string root, Wanted[] wanted, IWorkReport report, CancellationToken cancel)
    {
        var total = wanted.Sum(file => file.Size);
        CheckRoom(root, total);
        var (begun, before) = (time.GetTimestamp(), web.Received);
        await Watched.RunAsync(
            stop => WebConnections.RunAsync(connections, wanted, file => Fetch(file, stop), stop),
            () => report.ProgressAsync(
                $"Fetching {word}{TransferRate.Of(web.Received - before, total - Interlocked.Read(ref _kept), time.GetElapsedTime(begun))}",
                Interlocked.Read(ref _kept) + web.Received - before, total),
            time,
            cancel);
        if (_faults.Count > 0)
        {
            _faults.Take(MostFaultsSaid).ToList().ForEach(report.Fault);
            throw new RefusedException(
                $"{_faults.Count} of {wanted.Length} files of {word} could not be fetched; what was fetched stays: run the command again for the rest");
        }
    }

    private void Fetch(Wanted file, CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
            if (RegularFile.Look(file.Path).Kind is FileKind.Regular && file.File.Fault(file.Path, cancel) is null)
            {
                Interlocked.Add(ref _kept, file.Size);
                return;
            }

            // A beginning is worth something only where a sum tells what it is the beginning of.
            var part = new FileInfo(file.Path + ".part");
            if (part.Exists && file.Sum is null)
            {
                part.Delete();
                part.Refresh();
            }

            Interlocked.Add(ref _kept, part.Exists ? part.Length : 0);
            web.FetchAsync(file.Address, file.Path, file.File, part.Exists, cancel).GetAwaiter().GetResult();
        }
        catch (RefusedException fault)
        {
            lock (_faults)
            {
                _faults.Add(fault.Message);
            }
        }
    }

    /// <summary>The address of a file; it stays within the tree, whatever its metadata say.</summary>
    private static Uri Within(Uri place, string path) =>
        Uri.TryCreate(place, string.Join('/', path.Split('/').Select(Uri.EscapeDataString)), out var address) && place.IsBaseOf(address)
            ? address
            : throw new RefusedException($"{place} names a file at {path}, which lies outside of it");

    /// <summary>The path of a file below a folder; it stays there.</summary>
    private static string Local(string root, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Any(part => part is "." or ".." || part.Contains('\0', StringComparison.Ordinal))
            ? throw new RefusedException($"the tree names a file at {path}, which lies outside of it")
            : Path.Combine([root, .. parts]);
    }

    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>The tree and the pallet made of it lie side by side for a while.</summary>
    private static void CheckRoom(string root, long total)
    {
        var (free, needed) = (new DriveInfo(root).AvailableFreeSpace, 2 * total);
        if (needed > free)
        {
            throw new RefusedException(
                $"{root} has room for {ByteText.Of(free)} and this needs {ByteText.Of(needed)}: remove a pallet, or set ExportDirectory to a larger disk");
        }
    }
}
