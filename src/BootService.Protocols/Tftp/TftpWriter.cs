using System.Buffers.Binary;
using System.Buffers.Text;

namespace BootService.Protocols.Tftp;

/// <summary>Writes packets, both sides of the wire. Each method returns the bytes written.</summary>
public static class TftpWriter
{
    /// <summary>Writes an RRQ.</summary>
    /// <param name="destination">Room for the packet.</param>
    /// <param name="name">File name, as bytes the server will take as UTF-8; must hold no zero byte.</param>
    /// <param name="mode">The mode.</param>
    /// <param name="options">Options to ask for, in the order tsize, blksize, timeout, windowsize.</param>
    /// <exception cref="ArgumentException">The packet does not fit.</exception>
    public static int ReadRequest(Span<byte> destination, ReadOnlySpan<byte> name, TftpMode mode, TftpOptions options)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)TftpOpcode.ReadRequest);
        var rest = destination[2..];
        Put(ref rest, name);
        Put(ref rest, mode is TftpMode.Octet ? "octet"u8 : "netascii"u8);
        PutOptions(ref rest, options);
        return destination.Length - rest.Length;
    }

    /// <summary>Writes an ACK for a block; on the wire go the low 16 bits.</summary>
    public static int Acknowledge(Span<byte> destination, long block) => Numbered(destination, TftpOpcode.Acknowledge, (ushort)block);

    /// <summary>Writes the four bytes before the data of a block; on the wire go the low 16 bits of its number.</summary>
    public static int DataHeader(Span<byte> destination, long block) => Numbered(destination, TftpOpcode.Data, (ushort)block);

    /// <summary>Writes an OACK.</summary>
    /// <exception cref="ArgumentException">The packet does not fit.</exception>
    public static int OptionAcknowledge(Span<byte> destination, TftpOptions granted)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)TftpOpcode.OptionAcknowledge);
        var rest = destination[2..];
        PutOptions(ref rest, granted);
        return destination.Length - rest.Length;
    }

    /// <summary>Writes an ERROR.</summary>
    /// <param name="destination">Room for the packet.</param>
    /// <param name="code">The code.</param>
    /// <param name="text">A short sentence; what is not ASCII becomes a question mark, and what does not fit is cut.</param>
    public static int Error(Span<byte> destination, TftpErrorCode code, ReadOnlySpan<char> text)
    {
        var written = Numbered(destination, TftpOpcode.Error, (ushort)code);
        text = text[..Math.Min(text.Length, destination.Length - written - 1)];
        foreach (var letter in text)
        {
            destination[written++] = char.IsAscii(letter) && letter != '\0' ? (byte)letter : (byte)'?';
        }

        destination[written++] = 0;
        return written;
    }

    private static int Numbered(Span<byte> destination, TftpOpcode opcode, ushort number)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, ((uint)opcode << 16) | number);
        return TftpPacket.HeaderLength;
    }

    private static void PutOptions(ref Span<byte> rest, TftpOptions options)
    {
        Put(ref rest, "tsize"u8, options.TransferSize);
        Put(ref rest, "blksize"u8, options.BlockSize);
        Put(ref rest, "timeout"u8, options.TimeoutSeconds);
        Put(ref rest, "windowsize"u8, options.WindowSize);
    }

    private static void Put(ref Span<byte> rest, ReadOnlySpan<byte> name, long? value)
    {
        if (value is not { } number)
        {
            return;
        }

        Put(ref rest, name);
        Span<byte> digits = stackalloc byte[20];
        _ = Utf8Formatter.TryFormat(number, digits, out var written);
        Put(ref rest, digits[..written]);
    }

    private static void Put(ref Span<byte> rest, scoped ReadOnlySpan<byte> text)
    {
        if (text.Length >= rest.Length)
        {
            throw new ArgumentException("the packet does not fit its buffer", nameof(rest));
        }

        text.CopyTo(rest);
        rest[text.Length] = 0;
        rest = rest[(text.Length + 1)..];
    }
}
