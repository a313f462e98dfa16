using System.Collections.Frozen;
using BootService.Core;
using BootService.Core.Iso;
using BootService.Core.Pallets;
using BootService.Files;
using BootService.Media.Discs;
using BootService.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace BootService.Pallets;

/// <summary>An image whose files are given out from where they lie in it: a file on a disc is one stretch of the image. Safe from any thread.</summary>
/// <remarks>Every look asks the file system whether the image is still the one that was read; no descriptor is held, so its disk can be taken out.</remarks>
internal sealed class PalletImage : IFileSource, IFolderListing
{
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
    /// <exception cref="RefusedException">It is no image that can be read; the sentence begins with its path.</exception>
    public static PalletImage Read(string path, string folder)
    {
        using var image = DiscImage.Open(path);
        if (!LinuxFiles.TryState((int)image.File.DangerousGetHandle(), out var state))
        {
            throw new IOException($"{path} cannot be looked at");
        }

        var root = PalletOnDisc.RootOf(image.Content.Entries, folder);
        var entries = new Dictionary<string, IsoEntry>(StringComparer.Ordinal);
        foreach (var entry in image.Content.Entries)
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

        var entry = _byName.TryGetValue(name, out var known) && known.Kind is not IsoKind.Link ? known : DiscLinks.Follow(_entries, name.ToString());
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
            file = RegularFile.Open(Path);
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
}
