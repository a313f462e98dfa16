using System.Buffers.Binary;
using System.Text;
using BootService.Protocols.Net;

namespace BootService.Protocols.Dhcp;

/// <summary>Writes one client message: header, then options in the order they are added. Allocates nothing.</summary>
/// <remarks>For firmware personas, the network doctor and load generators; it writes what it is told, right or wrong.</remarks>
public ref struct DhcpRequestWriter
{
    private readonly Span<byte> _datagram;
    private int _length;

    /// <summary>Begins a message with an empty header.</summary>
    /// <param name="datagram">Receives the message; at least 300 octets.</param>
    /// <param name="type">Option 53, written first; <see cref="DhcpMessageType.None"/> writes none.</param>
    /// <param name="hardwareAddress">chaddr.</param>
    /// <param name="transactionId">xid.</param>
    /// <exception cref="ArgumentException">Fewer than 300 octets.</exception>
    public DhcpRequestWriter(Span<byte> datagram, DhcpMessageType type, MacAddress hardwareAddress, uint transactionId)
    {
        if (datagram.Length < DhcpMessage.MinimumLength)
        {
            throw new ArgumentException("a DHCP message needs at least 300 octets");
        }

        _datagram = datagram;
        datagram[..DhcpMessage.HeaderLength].Clear();
        datagram[0] = 1;
        datagram[1] = 1;
        datagram[2] = MacAddress.Length;
        BinaryPrimitives.WriteUInt32BigEndian(datagram[4..], transactionId);
        hardwareAddress.CopyTo(datagram[28..]);
        DhcpMessage.MagicCookie.CopyTo(datagram[DhcpMessage.CookieOffset..]);
        _length = DhcpMessage.HeaderLength;
        if (type is not DhcpMessageType.None)
        {
            Add(DhcpOptionCode.MessageType, (byte)type);
        }
    }

    /// <summary>secs.</summary>
    public readonly ushort Seconds
    {
        set => BinaryPrimitives.WriteUInt16BigEndian(_datagram[8..], value);
    }

    /// <summary>The broadcast flag.</summary>
    public readonly bool WantsBroadcast
    {
        set => _datagram[10] = value ? (byte)0x80 : (byte)0;
    }

    /// <summary>ciaddr: the address the client has.</summary>
    public readonly Ipv4 ClientAddress
    {
        set => value.CopyTo(_datagram[12..]);
    }

    /// <summary>giaddr, and one hop: the message as a relay passes it on.</summary>
    public readonly Ipv4 RelayAddress
    {
        set
        {
            _datagram[3] = 1;
            value.CopyTo(_datagram[24..]);
        }
    }

    /// <summary>Adds an option of up to 255 octets.</summary>
    /// <exception cref="ArgumentException">A longer value, or no room.</exception>
    public void Add(DhcpOptionCode code, scoped ReadOnlySpan<byte> value)
    {
        if (value.Length > 255 || value.Length + 3 > _datagram.Length - _length)
        {
            throw new ArgumentException("the option does not fit");
        }

        _datagram[_length] = (byte)code;
        _datagram[_length + 1] = (byte)value.Length;
        value.CopyTo(_datagram[(_length + 2)..]);
        _length += value.Length + 2;
    }

    /// <summary>Adds an option of one octet.</summary>
    public void Add(DhcpOptionCode code, byte value) => Add(code, [value]);

    /// <summary>Adds an option of two octets, the high one first.</summary>
    public void Add(DhcpOptionCode code, ushort value) => Add(code, [(byte)(value >> 8), (byte)value]);

    /// <summary>Adds an option of one address.</summary>
    public void Add(DhcpOptionCode code, Ipv4 value)
    {
        Span<byte> octets = stackalloc byte[Ipv4.Length];
        value.CopyTo(octets);
        Add(code, octets);
    }

    /// <summary>Adds an option of ASCII text, up to 255 characters.</summary>
    public void AddText(DhcpOptionCode code, ReadOnlySpan<char> text)
    {
        Span<byte> octets = stackalloc byte[255];
        Add(code, octets[..Encoding.ASCII.GetBytes(text, octets)]);
    }

    /// <summary>Writes END and pads to <paramref name="minimumLength"/>.</summary>
    /// <returns>The length of the message.</returns>
    public readonly int Finish(int minimumLength = DhcpMessage.MinimumLength)
    {
        _datagram[_length] = (byte)DhcpOptionCode.End;
        var length = Math.Max(_length + 1, Math.Min(minimumLength, _datagram.Length));
        _datagram[(_length + 1)..length].Clear();
        return length;
    }
}
