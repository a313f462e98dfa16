using System.Buffers.Binary;

namespace BootService.Core.Iso;

/// <summary>A directory record seen in place (ECMA-119 §9.1).</summary>
internal readonly ref struct IsoRecord
{
    private const int NameOffset = 33;
    private readonly ReadOnlySpan<byte> _bytes;

    private IsoRecord(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>First block of the content, the blocks of extended attributes passed over.</summary>
    public long Block => (long)BinaryPrimitives.ReadUInt32LittleEndian(_bytes[2..]) + _bytes[1];

    public long Length => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[10..]);

    public bool IsFolder => (_bytes[25] & 0x02) != 0;

    /// <summary>An associated file: a resource fork of another system.</summary>
    public bool IsAssociated => (_bytes[25] & 0x04) != 0;

    /// <summary>More of the same file follows in the next record.</summary>
    public bool HasMore => (_bytes[25] & 0x80) != 0;

    /// <summary>Recorded in pieces with gaps between them.</summary>
    public bool IsInterleaved => _bytes[26] != 0 || _bytes[27] != 0;

    public ReadOnlySpan<byte> Name => _bytes.Slice(NameOffset, _bytes[32]);

    /// <summary>Whether it is the folder itself or its parent.</summary>
    public bool IsDot => Name is [0 or 1];

    /// <summary>What System Use Sharing Protocol leaves to extensions; the name is padded to an even length.</summary>
    public ReadOnlySpan<byte> SystemUse => _bytes[Math.Min(_bytes.Length, (NameOffset + _bytes[32] + 1) & ~1)..];

    /// <summary>The date of recording (ECMA-119 §9.1.5); null when it is none.</summary>
    public DateTimeOffset? Modified
    {
        get
        {
            var (year, month, day) = (1900 + _bytes[18], _bytes[19], _bytes[20]);
            var (hour, minute, second, quarters) = (_bytes[21], _bytes[22], _bytes[23], (sbyte)_bytes[24]);
            return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60
                && quarters is >= -48 and <= 52
                ? new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.FromMinutes(15 * quarters))
                : null;
        }
    }

    /// <summary>Reads the record at the start of some bytes, of which it may take no more.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out IsoRecord record)
    {
        record = default;
        if (bytes.Length <= NameOffset
            || bytes[0] is var length && (length <= NameOffset || length > bytes.Length || bytes[32] == 0 || NameOffset + bytes[32] > length))
        {
            return false;
        }

        record = new IsoRecord(bytes[..bytes[0]]);
        return true;
    }
}
