using System.Collections.Frozen;
using BootService.Core.Iso;
using BootService.Core.Pallets;
using BootService.Files;
using Microsoft.Win32.SafeHandles;

namespace BootService.Pallets;

/// <summary>An image whose files are given out from where they lie in it: a file on a disc is one stretch of the image. Safe from any thread.</summary>
/// <remarks>Every look asks the file system whether the image is still the one that was read; no descriptor is held, so its disk can be taken out.</remarks>
internal sealed class PalletImage : IFileSource, IFolderListing
{
    private const int MostLinks = 16;

    private readonly FrozenDictionary<string, IsoEntry> _entries;
    private readonly FrozenDictionary<string, IsoEntry>.AlternateLookup<ReadOnlySpan<char>> _byName;

    private PalletImage(string path, FileVersion version, Dictionary<string, IsoEntry> entries)
    {
        (Path, Version) = (path, version);
        _entries = entries.ToFrozenDictionary(StringComparer.Ordinal);
        _byName = _entries.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Where the image lies.</summary>
    public string Path { get; }

    /// <summary>What the image was when it was read.</summary>
    public FileVersion Version { get; }

    /// <summary>Everything in the pallet, by path.</summary>
    public IReadOnlyDictionary<string, IsoEntry> Entries => _entries;

    /// <summary>Reads what lies in an image.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <param name="folder">The pallet's folder; a Stacki disc keeps the pallet in a folder of the same path, others are the pallet as a whole.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It is no image that can be read; the message goes on a sentence that begins with its path.</exception>
    public static PalletImage Read(string path, string folder)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (!LinuxFiles.TryState((int)file.DangerousGetHandle(), out var state) || !state.IsFile)
        {
            throw new InvalidDataException("is no file");
        }

        var fault = IsoImage.TryRead((offset, into) => ReadAll(file, offset, into), state.Size, out var image);
        if (fault is not null)
        {
            throw new InvalidDataException(fault.ToString());
        }

        var root = PalletOnDisc.RootOf(image!.Entries, folder);
        var entries = new Dictionary<string, IsoEntry>(StringComparer.Ordinal);
        foreach (var entry in image.Entries)
        {
            if (PalletOnDisc.Inside(root, entry.Path) is { } inside)
            {
                entries.Add(inside, inside == entry.Path ? entry : entry with { Path = inside });
            }
        }

        return new PalletImage(path, state.Version, entries);
    }

    /// <summary>Looks a name of the pallet up; null when there is none. Whether the image is still there is the caller's to ask.</summary>
    public BootFile? Find(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
        {
            return new BootFile.Directory(this, string.Empty);
        }

        var entry = _byName.TryGetValue(name, out var known) && known.Kind is not IsoKind.Link ? known : Follow(name.ToString());
        return entry switch
        {
            null => null,
            { Kind: IsoKind.Folder } => new BootFile.Directory(this, entry.Path),
            _ => new BootFile.OnDisk(this, entry.Path, entry.Offset, entry.Length, Version),
        };
    }

    /// <inheritdoc/>
    public SafeFileHandle? Open(string name, FileVersion version)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        if (LinuxFiles.TryState((int)file.DangerousGetHandle(), out var state) && state.IsFile && state.Version == version)
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<FolderLine> List(string name) =>
    [
        .. _entries.Values.Where(entry => entry.Path.LastIndexOf('/') is var slash && entry.Path.AsSpan(0, Math.Max(slash, 0)).SequenceEqual(name))
            .Select(entry => Find(entry.Path) switch
            {
                BootFile.Directory => new FolderLine(NameOf(entry), IsFolder: true, null, entry.Modified),
                BootFile.OnDisk file => new FolderLine(NameOf(entry), IsFolder: false, file.Length, entry.Modified),
                _ => new FolderLine(NameOf(entry), IsFolder: false, null, entry.Modified),
            })
            .OrderBy(line => !line.IsFolder).ThenBy(line => line.Name, StringComparer.Ordinal),
    ];

    private static string NameOf(IsoEntry entry) => entry.Path[(entry.Path.LastIndexOf('/') + 1)..];

    /// <summary>Follows links about the disc, wherever in a path they are; null when they lead to nothing or off it.</summary>
    private IsoEntry? Follow(string path)
    {
        for (var step = 0; step < MostLinks; step++)
        {
            if (_entries.TryGetValue(path, out var entry) && entry.Kind is not IsoKind.Link)
            {
                return entry;
            }

            if (Resolved(path) is not { } next)
            {
                return null;
            }

            path = next;
        }

        return null;
    }

    /// <summary>The path with its first link put in; null when there is none in it, or it leads off the disc.</summary>
    private string? Resolved(string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); ; end = path.IndexOf('/', end + 1))
        {
            var part = end < 0 ? path : path[..end];
            if (_entries.TryGetValue(part, out var entry) && entry is { Kind: IsoKind.Link, Target: { } target })
            {
                return Joined(part, target, end < 0 ? string.Empty : path[(end + 1)..]);
            }

            if (end < 0)
            {
                return null;
            }
        }
    }

    private static string? Joined(string link, string target, string rest)
    {
        var parts = link.Split('/').SkipLast(1).ToList();
        foreach (var part in target.StartsWith('/') ? [".."] : target.Split('/').Concat(rest.Split('/')))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case ".." when parts.Count == 0 || target.StartsWith('/'):
                    return null;
                case "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return string.Join('/', parts);
    }

    private static int ReadAll(SafeFileHandle file, long offset, Span<byte> into)
    {
        var done = 0;
        while (done < into.Length && RandomAccess.Read(file, into[done..], offset + done) is var read and > 0)
        {
            done += read;
        }

        return done;
    }
}
