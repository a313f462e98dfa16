using BootService.Core;
using BootService.Core.Iso;
using BootService.Media.Work;
using BootService.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace BootService.Media.Discs;

/// <summary>A directory laid out like a medium: a mounted disc, or a copy of one. Links are kept as links and never gone through.</summary>
internal sealed class FolderMedium : IMedium
{
    /// <summary>Looks at a directory.</summary>
    /// <exception cref="RefusedException">Something in it is neither file nor folder nor link, or there is more in it than on any medium.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public FolderMedium(string path)
    {
        Name = path;
        foreach (var (at, state) in FolderTree.Entries(path))
        {
            if (Entries.Count >= MediaLimits.MediumEntries)
            {
                throw new RefusedException($"{path} has more than {MediaLimits.MediumEntries} files, folders and links in it, so it is no medium");
            }

            if (at.AsSpan().Count('/') >= MediaLimits.MediumDepth)
            {
                throw new RefusedException($"{Path.Combine(path, at)} lies more than {MediaLimits.MediumDepth} folders deep, so {path} is no medium");
            }

            Entries.Add(at, state.Kind switch
            {
                FileKind.Regular => new IsoEntry(at, IsoKind.File) { Length = state.Length, Modified = state.Modified },
                FileKind.Folder => new IsoEntry(at, IsoKind.Folder),
                FileKind.Link => new IsoEntry(at, IsoKind.Link) { Target = new FileInfo(Path.Combine(path, at)).LinkTarget ?? string.Empty },
                _ => throw new NotRegularFileException(Path.Combine(path, at), state.Kind),
            });
        }
    }

    public string Name { get; }

    public string Label => string.Empty;

    public OrderedDictionary<string, IsoEntry> Entries { get; } = new(StringComparer.Ordinal);

    public long Copy(IsoEntry entry, SafeFileHandle into, CancellationToken cancel)
    {
        using var file = RegularFile.Open(Path.Combine(Name, entry.Path));
        return LinuxFolders.CopyRange(file, 0, into, entry.Length, cancel);
    }

    public int Read(IsoEntry entry, long offset, Span<byte> into)
    {
        using var file = RegularFile.Open(Path.Combine(Name, entry.Path));
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
