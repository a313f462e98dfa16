using BootService.Core.Iso;
using BootService.Media.Pallets;
using Microsoft.Win32.SafeHandles;

namespace BootService.Media.Discs;

/// <summary>A directory laid out like a medium: a mounted disc, or a copy of one.</summary>
internal sealed class FolderMedium : IMedium
{
    /// <summary>Looks at a directory.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public FolderMedium(string path)
    {
        Name = path;
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = default, IgnoreInaccessible = false };
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos("*", options).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            var at = Path.GetRelativePath(path, entry.FullName);
            Entries.Add(at, entry switch
            {
                { LinkTarget: { } target } => new IsoEntry(at, IsoKind.Link) { Target = target },
                FileInfo file => new IsoEntry(at, IsoKind.File) { Length = file.Length, Modified = new DateTimeOffset(file.LastWriteTimeUtc) },
                _ => new IsoEntry(at, IsoKind.Folder),
            });
        }
    }

    public string Name { get; }

    public string Label => string.Empty;

    public OrderedDictionary<string, IsoEntry> Entries { get; } = new(StringComparer.Ordinal);

    public long Copy(IsoEntry entry, SafeFileHandle into, CancellationToken cancel)
    {
        using var file = File.OpenHandle(Path.Combine(Name, entry.Path));
        return LinuxFolders.CopyRange(file, 0, into, entry.Length, cancel);
    }

    public int Read(IsoEntry entry, long offset, Span<byte> into)
    {
        using var file = File.OpenHandle(Path.Combine(Name, entry.Path));
        var done = 0;
        while (done < into.Length && RandomAccess.Read(file, into[done..], offset + done) is var read and > 0)
        {
            done += read;
        }

        return done;
    }

    public void Dispose()
    {
    }
}
