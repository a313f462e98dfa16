using System.Collections.Immutable;

namespace BootService.Core.Iso;

/// <summary>Reads bytes of an image.</summary>
/// <param name="offset">Where, in bytes from the start.</param>
/// <param name="into">Where to; filled as far as the image goes.</param>
/// <returns>How many bytes were read; less than asked for only at the end of the image.</returns>
public delegate int IsoReader(long offset, Span<byte> into);

/// <summary>The names on an ISO 9660 disc, every one of them checked: a tree of distinct paths whose files lie within the image.</summary>
/// <remarks>ECMA-119 with Rock Ridge names, modes and links where there are any, else Joliet's names, else the disc's own.</remarks>
public sealed class IsoImage
{
    /// <summary>Bytes of a sector; all positions are multiples of it.</summary>
    public const int SectorSize = 2048;

    private const int FirstDescriptor = 16;
    private const int MostDescriptors = 64;

    private IsoImage(string label, ImmutableArray<IsoEntry> entries) => (Label, Entries) = (label, entries);

    /// <summary>The volume's name, without blanks at its end; empty when it has none.</summary>
    public string Label { get; }

    /// <summary>All names but the root, each folder before what is in it.</summary>
    public ImmutableArray<IsoEntry> Entries { get; }

    /// <summary>Reads the whole tree. Nothing is thrown but what <paramref name="read"/> throws.</summary>
    /// <param name="read">Gives bytes of the image.</param>
    /// <param name="length">Bytes of the image.</param>
    /// <param name="image">The disc; null when there is a fault.</param>
    /// <returns>Why it cannot be read; null when it can.</returns>
    public static IsoFault? TryRead(IsoReader read, long length, out IsoImage? image)
    {
        ArgumentNullException.ThrowIfNull(read);
        image = null;
        var sector = new byte[SectorSize];
        var (primary, joliet) = ((byte[]?)null, (byte[]?)null);
        for (var at = FirstDescriptor; at < FirstDescriptor + MostDescriptors; at++)
        {
            if (read((long)at * SectorSize, sector) < SectorSize)
            {
                return primary is null ? new IsoFault(IsoFaultKind.NotIso, string.Empty) : new IsoFault(IsoFaultKind.Truncated, string.Empty);
            }

            var volume = new IsoVolume(sector);
            if (!volume.IsDescriptor)
            {
                break;
            }

            if (volume.Type == IsoVolume.Terminator)
            {
                break;
            }

            primary ??= volume.Type == IsoVolume.Primary ? sector.AsSpan().ToArray() : null;
            joliet ??= volume.IsJoliet ? sector.AsSpan().ToArray() : null;
        }

        if (primary is null)
        {
            return new IsoFault(IsoFaultKind.NotIso, string.Empty);
        }

        if (new IsoVolume(primary).BlockSize != SectorSize)
        {
            return new IsoFault(IsoFaultKind.Unsupported, string.Empty);
        }

        var walk = new IsoWalk(read, length);
        if (walk.Run(primary, joliet) is { } fault)
        {
            return fault;
        }

        image = new IsoImage(new IsoVolume(primary).Label, walk.Entries);
        return null;
    }
}
