using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using BootService.Core;
using BootService.Core.Iso;
using BootService.Core.Pallets;
using BootService.Core.Repositories;
using BootService.Media.Discs;
using BootService.Media.Work;
using BootService.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace BootService.Media.Pallets;

/// <summary>A pallet on its way: a hidden neighbour of the pallets that takes its place with one rename. What was read is checked as it is written.</summary>
/// <param name="pallets">The folder of pallets.</param>
/// <param name="key">Which pallet it is to be.</param>
internal sealed class IncomingPallet(string pallets, PalletKey key) : IDisposable
{
    /// <summary>How hidden neighbours begin; a stop leaves them behind, a start takes them away.</summary>
    public const string Prefix = ".incoming-";

    /// <summary>Small enough that what was read is still in the processor's cache when it is added up and written.</summary>
    private const int ChunkBytes = 256 << 10;

    /// <summary>Bytes of a file after which the disk is set to work on them.</summary>
    private const long Stretch = 8 << 20;

    /// <summary>COR_E_IO: the framework's own fault, of which the system said nothing.</summary>
    private const int WithoutNumber = unchecked((int)0x80131620);

    private readonly string _place = System.IO.Path.Combine(pallets, key.Folder);
    private long _written;
    private bool _replaced;

    /// <summary>Which pallet it is to be.</summary>
    public PalletKey Key => key;

    /// <summary>Where it grows.</summary>
    public string Path { get; } = System.IO.Path.Combine(pallets, Prefix + Guid.NewGuid().ToString("N"));

    /// <summary>How many discs it is made of, what was there before among them.</summary>
    public int Discs { get; private set; }

    /// <summary>Bytes written up to now.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Begins with what is there of the pallet, if there is any; the files are shared until one of them is replaced.</summary>
    /// <param name="bootable">Whether a disc with the kernel comes, so that one that is served from its image can give way.</param>
    /// <exception cref="RefusedException">A further disc cannot join what is served from an image.</exception>
    public void BeginWithPresent(bool bootable)
    {
        if (!Directory.Exists(_place))
        {
            return;
        }

        if (new FileInfo(System.IO.Path.Combine(_place, PalletOnDisc.Link)).LinkTarget is { } image)
        {
            _ = bootable
                ? true
                : throw new RefusedException($"pallet {key} is served from {image}, and no further disc can join it there: add its discs together, copied");
            return;
        }

        Discs++;
        Directory.CreateDirectory(Path);
        foreach (var entry in new FolderMedium(_place).Entries.Values)
        {
            var target = System.IO.Path.Combine(Path, entry.Path);
            switch (entry.Kind)
            {
                case IsoKind.Folder:
                    Directory.CreateDirectory(target);
                    break;
                case IsoKind.Link:
                    File.CreateSymbolicLink(target, entry.Target!);
                    break;
                default:
                    LinuxFolders.Link(System.IO.Path.Combine(_place, entry.Path), target);
                    break;
            }
        }
    }

    /// <summary>Copies what a disc brings of this pallet.</summary>
    /// <exception cref="RefusedException">A file is not what the disc says it is, or a link leads off the medium.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public async Task TakeAsync(IMedium medium, MediumPallet disc, CancellationToken cancel)
    {
        Discs++;
        Directory.CreateDirectory(Path);
        var files = new List<(IsoEntry Entry, string Path)>();
        var kept = MetadataChoice.Kept(medium, disc, Path);
        var described = Described(medium, disc);
        foreach (var entry in medium.Entries.Values)
        {
            if (PalletOnDisc.Inside(disc.Root, entry.Path) is not { } path || (entry.Kind is not IsoKind.Folder && disc.Takes?.Invoke(path) is false)
                || (entry.Kind is IsoKind.Folder && disc.Takes is not null)
                || kept.Any(folder => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal)))
            {
                continue;
            }

            if (entry.Kind is IsoKind.File)
            {
                files.Add((entry, path));
            }
            else
            {
                MakeFolderOrLink(medium, entry, path);
            }
        }

        await Parallel.ForEachAsync(
            files, new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 2, 4), CancellationToken = cancel }, (file, stop) =>
        {
            Copy(medium, file.Entry, file.Path, disc.Checksums.TryGetValue(file.Path, out var sum) ? sum : null, stop);
            return ValueTask.CompletedTask;
        });
        if (disc.Image is { } image)
        {
            await CopyImageAsync(medium, image, cancel);
        }

        if (described is { } text)
        {
            var target = System.IO.Path.Combine(Path, TreeInfo.Name);
            Clear(target, folder: false);
            await File.WriteAllTextAsync(target, text, cancel);
        }
    }

    private async Task CopyImageAsync(IMedium medium, string name, CancellationToken cancel)
    {
        var target = System.IO.Path.Combine(Path, name);
        Clear(target, folder: false);
        await using var from = RegularFile.OpenStream(medium.Name);
        using var into = File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write);
        var done = LinuxFolders.CopyRange(from.SafeFileHandle, 0, into, from.Length, cancel);
        Interlocked.Add(ref _written, done);
        from.Position = done;
        await using var rest = new FileStream(into, FileAccess.Write);
        rest.Position = done;
        await from.CopyToAsync(rest, cancel);
        Interlocked.Add(ref _written, from.Length - done);
    }

    /// <summary>Checks a disc that stays where it is, copies what the frontend reads itself, and leaves a link to the disc.</summary>
    /// <exception cref="RefusedException">A file is not what the disc says it is, or not every package is in its metadata.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public async Task ReferAsync(IMedium medium, MediumPallet disc, CancellationToken cancel)
    {
        Discs++;
        Directory.CreateDirectory(Path);
        foreach (var entry in PalletInPlace.Read(medium, disc))
        {
            Copy(medium, entry, PalletOnDisc.Inside(disc.Root, entry.Path)!, null, cancel);
        }

        Interlocked.Exchange(ref _written, 0);
        await Parallel.ForEachAsync(
            PalletInPlace.Checked(medium, disc),
            new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 2, 4), CancellationToken = cancel }, (entry, stop) =>
        {
            Verify(medium, entry, disc.Checksums[PalletOnDisc.Inside(disc.Root, entry.Path)!], stop);
            return ValueTask.CompletedTask;
        });
        File.CreateSymbolicLink(System.IO.Path.Combine(Path, PalletOnDisc.Link), medium.Name);
    }

    /// <summary>Puts it in its place: from now on every reader sees it, and saw the old one until now.</summary>
    public void TakePlace()
    {
        LinuxFolders.Flush(Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_place)!);
        if (Directory.Exists(_place))
        {
            LinuxFolders.Swap(Path, _place);
            _replaced = true;
        }
        else
        {
            Directory.Move(Path, _place);
        }
    }

    /// <summary>Undoes <see cref="TakePlace"/>: readers see what they saw before.</summary>
    public void GiveBack()
    {
        if (_replaced)
        {
            LinuxFolders.Swap(Path, _place);
        }
        else
        {
            Directory.Move(_place, Path);
        }
    }

    /// <summary>Takes away what is left of it, or of what was in its place.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    /// <summary>The description of what is there and what a disc of the same tree brings; null where one of them has none.</summary>
    private string? Described(IMedium medium, MediumPallet disc)
    {
        var present = System.IO.Path.Combine(Path, TreeInfo.Name);
        return disc.Adds && RegularFile.Look(present).Kind is FileKind.Regular && medium.Text(TreeInfoProbe.FileOn(medium, disc.Root)) is { } coming
            ? TreeInfoMerge.Of(Encoding.UTF8.GetString(RegularFile.Bytes(present, MediaLimits.DescriptionBytes)), coming)
            : null;
    }

    private void MakeFolderOrLink(IMedium medium, IsoEntry entry, string path)
    {
        var target = System.IO.Path.Combine(Path, path);
        if (entry.Kind is IsoKind.Folder)
        {
            Clear(target, folder: true);
            Directory.CreateDirectory(target);
            return;
        }

        if (!MediumLink.StaysInside(path, entry.Target!))
        {
            throw new RefusedException($"{medium.Name}: {entry.Path} is a link to {entry.Target}, which is not on the medium");
        }

        Clear(target, folder: false);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        File.CreateSymbolicLink(target, entry.Target!);
    }

    // Of a file whose room is asked for at once the framework says without a number of the system's that there is none.
    private static SafeFileHandle WithRoom(string path, long octets)
    {
        try
        {
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, octets);
        }
        catch (IOException none) when (octets > 0 && none.HResult == WithoutNumber)
        {
            throw new IOException(none.Message, PalletImport.DiskFull);
        }
    }

    private void Copy(IMedium medium, IsoEntry entry, string path, Checksum? sum, CancellationToken cancel)
    {
        var target = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        Clear(target, folder: false);
        using (var file = WithRoom(target, sum is null ? 0 : entry.Length))
        {
            // What is to be added up must come through here; the rest need not.
            var done = sum is null ? medium.Copy(entry, file, cancel) : 0;
            Interlocked.Add(ref _written, done);
            var begun = 0L;
            Pass(medium, entry, done, sum, (chunk, at) =>
            {
                RandomAccess.Write(file, chunk, at);
                if (at + chunk.Length - begun >= Stretch)
                {
                    LinuxFolders.BeginFlush(file, begun, at + chunk.Length - begun);
                    begun = at + chunk.Length;
                }
            }, cancel);
            if (entry.Length >= ChunkBytes)
            {
                LinuxFolders.BeginFlush(file, begun, entry.Length - begun);
            }
        }

        if (entry.Modified is { } modified)
        {
            File.SetLastWriteTimeUtc(target, modified.UtcDateTime);
        }
    }

    private void Verify(IMedium medium, IsoEntry entry, Checksum sum, CancellationToken cancel) => Pass(medium, entry, 0, sum, (_, _) => { }, cancel);

    /// <summary>Reads a file from some place to its end, hands its bytes on, and holds them to their sum.</summary>
    private void Pass(IMedium medium, IsoEntry entry, long done, Checksum? sum, Action<ReadOnlySpan<byte>, long> take, CancellationToken cancel)
    {
        using var hash = sum is { } known ? IncrementalHash.CreateHash(Algorithm(known)) : null;
        var chunk = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(entry.Length, 1, ChunkBytes));
        try
        {
            while (done < entry.Length)
            {
                cancel.ThrowIfCancellationRequested();
                var read = medium.Read(entry, done, chunk.AsSpan(0, (int)Math.Min(chunk.Length, entry.Length - done)));
                if (read == 0)
                {
                    throw new RefusedException($"{medium.Name} ends in the middle of {entry.Path}: it is not complete, or it changed while it was read");
                }

                hash?.AppendData(chunk, 0, read);
                take(chunk.AsSpan(0, read), done);
                done += read;
                Interlocked.Add(ref _written, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        if (hash is not null && Convert.ToHexStringLower(hash.GetCurrentHash()) != sum!.Value.Value)
        {
            throw new RefusedException(
                $"{medium.Name} is damaged: {entry.Path} does not have the {sum.Value.Algorithm} sum that the disc itself states; download it again");
        }
    }

    /// <summary>A name of an earlier disc gives way; its file may be shared with the pallet in place and is never written into.</summary>
    private static void Clear(string target, bool folder)
    {
        var present = new FileInfo(target);
        if (present.Exists || present.LinkTarget is not null)
        {
            present.Delete();
        }
        else if (!folder && Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }
    }

    private static HashAlgorithmName Algorithm(Checksum sum) => new(sum.Algorithm.ToUpperInvariant());
}

/// <summary>Links on media may lead about the medium and nowhere else: everything below a pallet is given to whoever asks.</summary>
internal static class MediumLink
{
    /// <summary>
    /// Whether a link leads to something below the root. Steps upward are taken at its start only: in the middle they could climb from wherever another link
    /// led.
    /// </summary>
    /// <param name="path">The link's own path from the root.</param>
    /// <param name="target">Where it leads.</param>
    public static bool StaysInside(string path, string target)
    {
        var depth = path.Count(letter => letter == '/');
        var named = false;
        foreach (var part in target.Split('/'))
        {
            if (part == "..")
            {
                if (named || --depth < 0)
                {
                    return false;
                }
            }
            else if (part is not ("" or "."))
            {
                named = true;
            }
        }

        return target.Length > 0 && target[0] != '/';
    }
}
