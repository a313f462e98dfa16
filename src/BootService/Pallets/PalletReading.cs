using BootService.Core.Iso;
using BootService.Core.Pallets;
using BootService.Files;
using BootService.Platform.Files;
using BootService.Settings;

namespace BootService.Pallets;

/// <summary>Reads what lies in a pallet here, file by file: in its folder, and on the image that it is served from.</summary>
internal sealed class PalletReading(DataFolders folders)
{
    /// <summary>Reads it.</summary>
    /// <param name="folder">The pallet's folder.</param>
    /// <param name="read">Told how many octets were read; from any thread.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="Core.RefusedException">Its image cannot be used.</exception>
    public async Task<PalletManifest> ReadAsync(string folder, Action<long> read, CancellationToken cancel)
    {
        var stretches = Stretches(folder);
        var files = new PalletFile?[stretches.Count];
        await Parallel.ForAsync(
            0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 2, 4), CancellationToken = cancel },
            (at, stop) =>
            {
                files[at] = stretches[at] is { Target: { } target } link
                    ? new PalletFile(link.Name, 0, string.Empty, target)
                    : new PalletFile(stretches[at].Name, stretches[at].Length, DigestOf(stretches[at], read, stop));
                return ValueTask.CompletedTask;
            });
        return new PalletManifest(folder, [.. files.OfType<PalletFile>().OrderBy(file => file.Path, StringComparer.Ordinal)]);
    }

    /// <summary>SHA-256 of a file, in lower-case hexadecimal digits.</summary>
    public static string DigestOf(string path, long length, CancellationToken cancel) =>
        DigestOf(new Stretch(path, path, 0, length, null), _ => { }, cancel);

    private List<Stretch> Stretches(string folder)
    {
        var place = Path.Combine(folders.PalletsDirectory, folder);
        var found = new List<Stretch>();
        foreach (var (name, state) in FolderTree.Entries(place))
        {
            var path = Path.Combine(place, name);
            if (state.Kind is FileKind.Regular)
            {
                found.Add(new Stretch(name, path, 0, state.Length, null));
            }
            else if (state.Kind is FileKind.Link && name != PalletOnDisc.Link)
            {
                found.Add(new Stretch(name, path, 0, 0, new FileInfo(path).LinkTarget));
            }
        }

        if (new FileInfo(Path.Combine(place, PalletOnDisc.Link)).LinkTarget is { } image)
        {
            var here = found.Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
            found.AddRange(
                from entry in PalletImage.Read(image, folder).Entries.Values
                where entry.Kind is not IsoKind.Folder && !here.Contains(entry.Path)
                select new Stretch(entry.Path, image, entry.Offset, entry.Length, entry.Target));
        }

        return found;
    }

    private static string DigestOf(Stretch file, Action<long> read, CancellationToken cancel)
    {
        using var handle = RegularFile.Open(file.Path);
        return FileDigest.Of(handle, file.Offset, file.Length, read, cancel) ?? throw new IOException($"{file.Path} became shorter while it was read");
    }

    /// <summary>Where a file's octets lie.</summary>
    private sealed record Stretch(string Name, string Path, long Offset, long Length, string? Target);
}
