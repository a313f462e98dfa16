using BootService.Core;
using BootService.Core.Iso;
using BootService.Media.Work;
using Microsoft.Win32.SafeHandles;

namespace BootService.Media.Discs;

/// <summary>An image, read as it lies.</summary>
internal sealed class IsoMedium : IMedium
{
    private readonly DiscImage _image;

    private IsoMedium(string name, DiscImage image)
    {
        (Name, _image) = (name, image);
        foreach (var entry in image.Content.Entries)
        {
            Entries.Add(entry.Path, entry);
        }
    }

    public string Name { get; }

    public string Label => _image.Content.Label;

    public OrderedDictionary<string, IsoEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Opens an image.</summary>
    /// <exception cref="RefusedException">It is none, or a broken one.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IsoMedium Open(string path) => new(path, DiscImage.Open(path));

    public long Copy(IsoEntry entry, SafeFileHandle into, CancellationToken cancel) =>
        LinuxFolders.CopyRange(_image.File, entry.Offset, into, entry.Length, cancel);

    public int Read(IsoEntry entry, long offset, Span<byte> into) =>
        _image.Read(entry.Offset + offset, into[..(int)Math.Min(into.Length, entry.Length - offset)]);

    public void Dispose() => _image.Dispose();
}
