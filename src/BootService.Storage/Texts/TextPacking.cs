using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;

namespace BootService.Storage.Texts;

/// <summary>Packs texts that are nearly equal: a text goes on the Brotli stream of another, so that what both have is not stored again.</summary>
/// <remarks>
/// A flush ends at an octet and everything before it can be unpacked (RFC 7932, section 9.2), so the stream of the first text is stored once, and of each
/// further one only what comes after it.
/// </remarks>
internal static class TextPacking
{
    // Measured on kickstarts of 12 KB: 5 is the first at which what is alike costs next to nothing; above it time is all that grows.
    private const int Quality = 5;

    // A megabyte: what lies further back than this is not found again.
    private const int Window = 20;
    private const int DigestLength = 16;
    private const int FlushRoom = 64;
    private const int Stretch = 16 << 10;

    /// <summary>What octets are named by.</summary>
    public static string DigestOf(ReadOnlySpan<byte> octets) => Base64Url.EncodeToString(SHA256.HashData(octets).AsSpan(0, DigestLength));

    /// <summary>The beginning of a stream, which others go on.</summary>
    public static byte[] Begin(ReadOnlySpan<byte> text)
    {
        var encoder = new BrotliEncoder(Quality, Window);
        try
        {
            var room = new byte[BrotliEncoder.GetMaxCompressedLength(text.Length) + FlushRoom];
            return room[..Begin(ref encoder, text, room)];
        }
        finally
        {
            encoder.Dispose();
        }
    }

    /// <summary>What a text adds to the stream of another.</summary>
    /// <param name="first">The other text.</param>
    /// <param name="begun">Its stream, as <see cref="Begin(ReadOnlySpan{byte})"/> made it.</param>
    /// <param name="text">The text.</param>
    public static byte[] GoOn(ReadOnlySpan<byte> first, ReadOnlySpan<byte> begun, ReadOnlySpan<byte> text)
    {
        var encoder = new BrotliEncoder(Quality, Window);
        var room = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(Math.Max(first.Length, text.Length)) + FlushRoom);
        try
        {
            var before = Begin(ref encoder, first, room);
            if (!begun.SequenceEqual(room.AsSpan(0, before)))
            {
                throw new InvalidOperationException("the beginning of a packed stream came out otherwise than before");
            }

            _ = encoder.Compress(text, room, out _, out var written, isFinalBlock: true);
            return room[..written];
        }
        finally
        {
            encoder.Dispose();
            ArrayPool<byte>.Shared.Return(room, clearArray: true);
        }
    }

    /// <summary>The text that a stream goes on with.</summary>
    /// <param name="begun">The beginning, with another text in it.</param>
    /// <param name="rest">What the text added.</param>
    /// <exception cref="FormatException">It is no such stream.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> begun, ReadOnlySpan<byte> rest)
    {
        var decoder = default(BrotliDecoder);
        try
        {
            var text = new ArrayBufferWriter<byte>();
            Read(ref decoder, begun, text);
            var before = text.WrittenCount;
            return Read(ref decoder, rest, text) is OperationStatus.Done
                ? text.WrittenSpan[before..].ToArray()
                : throw new FormatException("what is packed in it has no end");
        }
        finally
        {
            decoder.Dispose();
        }
    }

    private static int Begin(ref BrotliEncoder encoder, ReadOnlySpan<byte> text, Span<byte> room)
    {
        _ = encoder.Compress(text, room, out _, out var written, isFinalBlock: false);
        _ = encoder.Flush(room[written..], out var flushed);
        return written + flushed;
    }

    private static OperationStatus Read(ref BrotliDecoder decoder, ReadOnlySpan<byte> packed, ArrayBufferWriter<byte> text)
    {
        while (true)
        {
            var status = decoder.Decompress(packed, text.GetSpan(Stretch), out var consumed, out var written);
            text.Advance(written);
            packed = packed[consumed..];
            if (status is OperationStatus.InvalidData)
            {
                throw new FormatException("what is packed in it cannot be unpacked");
            }

            // More input is asked for also while output waits for which there was no room.
            if (status is OperationStatus.Done || (status is OperationStatus.NeedMoreData && written == 0))
            {
                return status;
            }
        }
    }
}
