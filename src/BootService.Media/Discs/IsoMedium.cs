using BootService.Core;
using BootService.Core.Iso;
using BootService.Media.Pallets;
using Microsoft.Win32.SafeHandles;

namespace BootService.Media.Discs;

/// <summary>An image, read as it lies.</summary>
internal sealed class IsoMedium : IMedium
{
    private readonly SafeFileHandle _file;

    private IsoMedium(string name, SafeFileHandle file, IsoImage image)
    {
        (Name, _file, Label) = (name, file, image.Label);
        foreach (var entry in image.Entries)
        {
            Entries.Add(entry.Path, entry);
        }
    }

    public string Name { get; }

    public string Label { get; }

    public OrderedDictionary<string, IsoEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Opens an image.</summary>
    /// <exception cref="RefusedException">It is none, or a broken one.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IsoMedium Open(string path)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        try
        {
            var fault = IsoImage.TryRead((offset, into) => ReadAll(file, offset, into), RandomAccess.GetLength(file), out var image);
            return fault is null ? new IsoMedium(path, file, image!) : throw new RefusedException($"{path} {fault}");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public long Copy(IsoEntry entry, SafeFileHandle into, CancellationToken cancel) => LinuxFolders.CopyRange(_file, entry.Offset, into, entry.Length, cancel);

    public int Read(IsoEntry entry, long offset, Span<byte> into) =>
        ReadAll(_file, entry.Offset + offset, into[..(int)Math.Min(into.Length, entry.Length - offset)]);

    public void Dispose() => _file.Dispose();

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
