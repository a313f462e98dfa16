using System.Buffers.Binary;
using System.Text;

namespace BootService.Core.Iso;

/// <summary>A volume descriptor seen in place (ECMA-119 §8; Joliet's differ by their escape sequences).</summary>
internal readonly ref struct IsoVolume(ReadOnlySpan<byte> sector)
{
    private readonly ReadOnlySpan<byte> _sector = sector;

    public const int Primary = 1;
    public const int Supplementary = 2;
    public const int Terminator = 255;

    public bool IsDescriptor => _sector.Slice(1, 5).SequenceEqual("CD001"u8);

    public int Type => _sector[0];

    public int BlockSize => BinaryPrimitives.ReadUInt16LittleEndian(_sector[128..]);

    /// <summary>UCS-2 level 1, 2 or 3.</summary>
    public bool IsJoliet => Type == Supplementary && _sector.Slice(88, 2).SequenceEqual("%/"u8) && _sector[90] is (byte)'@' or (byte)'C' or (byte)'E';

    public ReadOnlySpan<byte> RootRecord => _sector.Slice(156, 34);

    public string Label => Encoding.ASCII.GetString(_sector.Slice(40, 32)).TrimEnd(' ', '\0');
}
