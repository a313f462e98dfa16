using System.Text;
using BootService.Core;
using BootService.Core.Iso;
using Microsoft.Win32.SafeHandles;

namespace BootService.Media.Discs;

/// <summary>A medium that pallets come on: an image, or a directory laid out like one.</summary>
internal interface IMedium : IDisposable
{
    /// <summary>What it is called in sentences: its path.</summary>
    string Name { get; }

    /// <summary>The volume's label; empty when there is none.</summary>
    string Label { get; }

    /// <summary>Everything on it by path, in the order in which it can be made.</summary>
    OrderedDictionary<string, IsoEntry> Entries { get; }

    /// <summary>Copies a whole file to the start of another without reading it here, where the kernel can.</summary>
    /// <returns>How many of its first bytes were copied; the rest is to be read.</returns>
    /// <exception cref="OperationCanceledException">It was to stop; part of it is copied.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    long Copy(IsoEntry entry, SafeFileHandle into, CancellationToken cancel);

    /// <summary>Reads bytes of a file. Safe from several threads.</summary>
    /// <returns>How many were read; less than asked for only at the end.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    int Read(IsoEntry entry, long offset, Span<byte> into);
}

/// <summary>Reads small files of media.</summary>
internal static class MediumText
{
    /// <summary>The bytes of a file that describes others, and so is small on every medium.</summary>
    public static byte[] Bytes(this IMedium medium, string path)
    {
        var entry = medium.Find(path)!;
        if (entry.Length > MediaLimits.DescriptionBytes)
        {
            throw new RefusedException($"{medium.Name} is damaged: its {path} is too long to be one");
        }

        var bytes = new byte[entry.Length];
        return medium.Read(entry, 0, bytes) == bytes.Length ? bytes : throw new RefusedException($"{medium.Name} ends in the middle of its {path}");
    }

    /// <summary>The text of a file; null when it is not there.</summary>
    public static string? Text(this IMedium medium, string path) =>
        medium.Find(path) is not null ? Encoding.UTF8.GetString(medium.Bytes(path)) : null;

    /// <summary>Whether a file is there.</summary>
    public static bool Has(this IMedium medium, string path) => medium.Find(path) is not null;

    /// <summary>A file, by its own path or one that leads through links about the medium; null when it is not there.</summary>
    public static IsoEntry? Find(this IMedium medium, string path) => DiscLinks.Follow(medium.Entries, path) is { Kind: IsoKind.File } file ? file : null;
}
