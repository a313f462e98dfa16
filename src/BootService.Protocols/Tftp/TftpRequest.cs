using System.Buffers.Binary;
using System.Text;

namespace BootService.Protocols.Tftp;

/// <summary>How the bytes of a file travel (RFC 1350 §1).</summary>
public enum TftpMode
{
    /// <summary>As they are.</summary>
    Octet,

    /// <summary>As text with CR LF line ends; see <see cref="TftpNetAscii"/>.</summary>
    NetAscii,
}

/// <summary>A read or write request seen in place (RFC 1350 §5, RFC 2347).</summary>
public readonly ref struct TftpRequest
{
    private readonly ReadOnlySpan<byte> _options;

    private TftpRequest(bool isWrite, ReadOnlySpan<byte> name, TftpMode mode, ReadOnlySpan<byte> options)
    {
        IsWrite = isWrite;
        Name = name;
        Mode = mode;
        _options = options;
    }

    /// <summary>Whether the sender wants to write.</summary>
    public bool IsWrite { get; }

    /// <summary>The file name as sent, without the closing zero: any bytes but zero; see <see cref="TftpFileName"/>.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The mode asked for.</summary>
    public TftpMode Mode { get; }

    /// <summary>What the sender asks for beside the file.</summary>
    public TftpOptions Options => TftpOptions.Read(_options);

    /// <summary>Reads an RRQ or WRQ.</summary>
    /// <returns><see cref="TftpFault.WrongKind"/> when the datagram is another packet.</returns>
    public static TftpFault TryParse(ReadOnlySpan<byte> datagram, out TftpRequest request)
    {
        request = default;
        if (datagram.Length < 2)
        {
            return TftpFault.Truncated;
        }

        var opcode = (TftpOpcode)BinaryPrimitives.ReadUInt16BigEndian(datagram);
        if (opcode is not (TftpOpcode.ReadRequest or TftpOpcode.WriteRequest))
        {
            return TftpFault.WrongKind;
        }

        var rest = datagram[2..];
        if (!TftpOptions.TakeString(ref rest, out var name) || !TftpOptions.TakeString(ref rest, out var mode))
        {
            return TftpFault.Unterminated;
        }

        var octet = Ascii.EqualsIgnoreCase(mode, "octet"u8);
        if (!octet && !Ascii.EqualsIgnoreCase(mode, "netascii"u8))
        {
            return TftpFault.UnknownMode;
        }

        request = new TftpRequest(opcode is TftpOpcode.WriteRequest, name, octet ? TftpMode.Octet : TftpMode.NetAscii, rest);
        return TftpFault.None;
    }
}
