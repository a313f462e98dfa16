using System.Buffers;
using System.Security.Cryptography;
using BootService.Core;
using BootService.Core.Iso;
using BootService.Core.Pallets;
using BootService.Core.Repositories;

namespace BootService.Commands.Pallets;

/// <summary>A pallet on its way: a hidden neighbour of the pallets that takes its place with one rename. What was read is checked as it is written.</summary>
/// <param name="pallets">The folder of pallets.</param>
/// <param name="key">Which pallet it is to be.</param>
internal sealed class IncomingPallet(string pallets, PalletKey key) : IDisposable
{
    /// <summary>How hidden neighbours begin; a stop leaves them behind, a start takes them away.</summary>
    public const string Prefix = ".incoming-";

    private const int ChunkBytes = 1 << 20;

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
    public void BeginWithPresent()
    {
        if (!Directory.Exists(_place))
        {
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
    public Task TakeAsync(IMedium medium, MediumPallet disc, CancellationToken cancel)
    {
        Discs++;
        Directory.CreateDirectory(Path);
        var files = new List<(IsoEntry Entry, string Path)>();
        foreach (var entry in medium.Entries.Values)
        {
            if (Inside(disc.Root, entry.Path) is not { } path)
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

        return Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 2, 4), CancellationToken = cancel }, (file, stop) =>
        {
            Copy(medium, file.Entry, file.Path, disc.Checksums.TryGetValue(file.Path, out var sum) ? sum : null, stop);
            return ValueTask.CompletedTask;
        });
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

    private void Copy(IMedium medium, IsoEntry entry, string path, Checksum? sum, CancellationToken cancel)
    {
        var target = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        Clear(target, folder: false);
        using var hash = sum is { } known ? IncrementalHash.CreateHash(Algorithm(known)) : null;
        var chunk = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(entry.Length, 1, ChunkBytes));
        try
        {
            using (var file = File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, hash is null ? 0 : entry.Length))
            {
                // What is to be added up must come through here; the rest need not.
                var done = hash is null ? medium.Copy(entry, file) : 0;
                Interlocked.Add(ref _written, done);
                while (done < entry.Length)
                {
                    cancel.ThrowIfCancellationRequested();
                    var read = medium.Read(entry, done, chunk.AsSpan(0, (int)Math.Min(chunk.Length, entry.Length - done)));
                    if (read == 0)
                    {
                        throw new RefusedException($"{medium.Name} ends in the middle of {entry.Path}: it is not complete, or it changed while it was copied");
                    }

                    hash?.AppendData(chunk, 0, read);
                    RandomAccess.Write(file, chunk.AsSpan(0, read), done);
                    done += read;
                    Interlocked.Add(ref _written, read);
                }
            }

            if (hash is not null && Convert.ToHexStringLower(hash.GetCurrentHash()) != sum!.Value.Value)
            {
                throw new RefusedException($"{medium.Name} is damaged: {entry.Path} does not have the {sum.Value.Algorithm} sum that the disc itself states; download it again");
            }

            if (entry.Modified is { } modified)
            {
                File.SetLastWriteTimeUtc(target, modified.UtcDateTime);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
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

    private static string? Inside(string root, string path) =>
        root.Length == 0 ? path
        : path.Length > root.Length && path[root.Length] == '/' && path.StartsWith(root, StringComparison.Ordinal) ? path[(root.Length + 1)..]
        : null;
}

/// <summary>Links on media may lead about the medium and nowhere else: everything below a pallet is given to whoever asks.</summary>
internal static class MediumLink
{
    /// <summary>Whether a link leads to something below the root. Steps upward are taken at its start only: in the middle they could climb from wherever another link led.</summary>
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
