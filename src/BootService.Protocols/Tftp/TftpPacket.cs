using System.Buffers.Binary;

namespace BootService.Protocols.Tftp;

/// <summary>A TFTP packet seen in place; the view dies with the buffer (RFC 1350 §5).</summary>
public readonly ref struct TftpPacket
{
    /// <summary>Bytes before the data of a DATA packet, and length of an ACK.</summary>
    public const int HeaderLength = 4;

    private readonly ReadOnlySpan<byte> _bytes;

    private TftpPacket(TftpOpcode opcode, ReadOnlySpan<byte> bytes)
    {
        Opcode = opcode;
        _bytes = bytes;
    }

    /// <summary>What it is; <see cref="TftpOpcode.None"/> only for a view that was never parsed.</summary>
    public TftpOpcode Opcode { get; }

    /// <summary>Block number of DATA and ACK: the low 16 bits of the real one. 0 for other kinds.</summary>
    public ushort Block => Opcode is TftpOpcode.Data or TftpOpcode.Acknowledge ? Number : (ushort)0;

    /// <summary>Code of an ERROR packet; unassigned numbers come through as they are.</summary>
    public TftpErrorCode ErrorCode => Opcode is TftpOpcode.Error ? (TftpErrorCode)Number : TftpErrorCode.NotDefined;

    /// <summary>Data of a DATA packet; empty for other kinds.</summary>
    public ReadOnlySpan<byte> Data => Opcode is TftpOpcode.Data ? _bytes[HeaderLength..] : default;

    /// <summary>Text of an ERROR packet, without the closing zero; the sender's word, any bytes.</summary>
    public ReadOnlySpan<byte> ErrorText
    {
        get
        {
            var text = Opcode is TftpOpcode.Error ? _bytes[HeaderLength..] : default;
            var end = text.IndexOf((byte)0);
            return end < 0 ? text : text[..end];
        }
    }

    /// <summary>Options of an OACK; nothing asked for on other kinds.</summary>
    public TftpOptions Options => Opcode is TftpOpcode.OptionAcknowledge ? TftpOptions.Read(_bytes[2..]) : default;

    private ushort Number => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Looks at a datagram. Requests are told apart here and read by <see cref="TftpRequest"/>.</summary>
    public static TftpFault TryParse(ReadOnlySpan<byte> datagram, out TftpPacket packet)
    {
        packet = default;
        if (datagram.Length < 2)
        {
            return TftpFault.Truncated;
        }

        var opcode = (TftpOpcode)BinaryPrimitives.ReadUInt16BigEndian(datagram);
        switch (opcode)
        {
            case TftpOpcode.ReadRequest or TftpOpcode.WriteRequest or TftpOpcode.OptionAcknowledge:
            case TftpOpcode.Data or TftpOpcode.Acknowledge or TftpOpcode.Error when datagram.Length >= HeaderLength:
                packet = new TftpPacket(opcode, datagram);
                return TftpFault.None;
            case TftpOpcode.Data or TftpOpcode.Acknowledge or TftpOpcode.Error:
                return TftpFault.Truncated;
            default:
                return TftpFault.UnknownOpcode;
        }
    }
}
