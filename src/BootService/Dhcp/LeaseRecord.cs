using System.Buffers.Binary;
using System.Numerics;
using BootService.Core.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Dhcp;

/// <summary>One lease in 32 octets on disk: checksum 4, generation 4, client 8, address 4, zero 4, until 8; little-endian.</summary>
/// <remarks>The generation tells a record of this log from one that lay there before the file was used again.</remarks>
internal static class LeaseRecord
{
    public const int Length = 32;

    public static void Write(Span<byte> record, uint generation, StoredLease lease)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], generation);
        BinaryPrimitives.WriteUInt64LittleEndian(record[8..], lease.Client);
        BinaryPrimitives.WriteUInt32LittleEndian(record[16..], lease.Address.Value);
        record[20..24].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(record[24..], lease.Until);
        BinaryPrimitives.WriteUInt32LittleEndian(record, Checksum(record));
    }

    /// <summary>Reads a record.</summary>
    /// <returns>False for a record that was not written whole, and for one of zeros.</returns>
    public static bool TryRead(ReadOnlySpan<byte> record, out uint generation, out StoredLease lease)
    {
        generation = BinaryPrimitives.ReadUInt32LittleEndian(record[4..]);
        lease = new StoredLease(
            BinaryPrimitives.ReadUInt64LittleEndian(record[8..]),
            new Ipv4(BinaryPrimitives.ReadUInt32LittleEndian(record[16..])),
            BinaryPrimitives.ReadInt64LittleEndian(record[24..]));
        return BinaryPrimitives.ReadUInt32LittleEndian(record) == Checksum(record);
    }

    // CRC-32C, begun with ones so that zeros are no valid record.
    private static uint Checksum(ReadOnlySpan<byte> record)
    {
        var crc = uint.MaxValue;
        for (var at = 4; at < Length; at += sizeof(uint))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt32LittleEndian(record[at..]));
        }

        return ~crc;
    }
}
