using System.Buffers.Binary;

namespace BootService.Storage;

/// <summary>What lies in a write-ahead log, without SQLite, which would take it up.</summary>
/// <remarks>sqlite.org/fileformat2.html#the_write_ahead_log: a header of 32 octets, then frames of 24 octets and a page. A frame that ends a commit says how
/// large the database is after it; of the salts only the header's own count, others are left from before.</remarks>
internal static class WriteAheadLog
{
    private const uint Magic = 0x377f0682;
    private const int HeaderLength = 32;
    private const int FrameHeaderLength = 24;
    private const int SmallestPage = 512;
    private const int LargestPage = 65536;

    /// <summary>How many commits it holds; null when it is none, or damaged where it begins.</summary>
    public static int? Commits(string file)
    {
        using var log = File.OpenHandle(file, share: FileShare.ReadWrite);
        Span<byte> header = stackalloc byte[HeaderLength];
        if (RandomAccess.Read(log, header, 0) < HeaderLength || (BinaryPrimitives.ReadUInt32BigEndian(header) & ~1u) != Magic
            || BinaryPrimitives.ReadInt32BigEndian(header[8..]) is not (>= SmallestPage and <= LargestPage))
        {
            return null;
        }

        var page = BinaryPrimitives.ReadInt32BigEndian(header[8..]);

        var salts = header[16..24];
        Span<byte> frame = stackalloc byte[FrameHeaderLength];
        var commits = 0;
        long at = HeaderLength;
        while (RandomAccess.Read(log, frame, at) == FrameHeaderLength && frame[8..16].SequenceEqual(salts))
        {
            commits += BinaryPrimitives.ReadUInt32BigEndian(frame[4..]) == 0 ? 0 : 1;
            at += FrameHeaderLength + page;
        }

        return commits;
    }
}
