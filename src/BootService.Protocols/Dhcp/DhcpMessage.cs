using System.Buffers.Binary;
using BootService.Protocols.Net;

namespace BootService.Protocols.Dhcp;

/// <summary>A DHCPv4 message seen in place. Nothing is copied; the view dies with the buffer.</summary>
/// <remarks>RFC 2131 §2, figure 1 gives the offsets.</remarks>
public readonly ref struct DhcpMessage
{
    /// <summary>Octets before the options: the BOOTP header and the magic cookie.</summary>
    public const int HeaderLength = 240;

    /// <summary>The shortest message to send; receivers of RFC 1542 §2.1 and old ROMs drop shorter ones.</summary>
    public const int MinimumLength = 300;

    /// <summary>Octets of the header's hardware address field.</summary>
    public const int HardwareAddressFieldLength = 16;

    internal const int ServerNameOffset = 44;
    internal const int ServerNameLength = 64;
    internal const int BootFileOffset = 108;
    internal const int BootFileLength = 128;
    internal const int CookieOffset = 236;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly DhcpOptionSet _present;
    private readonly DhcpOptionSet _split;
    private readonly byte _overload;
    private readonly bool _hasOptions;

    private DhcpMessage(ReadOnlySpan<byte> bytes, bool hasOptions, byte overload, DhcpOptionSet present, DhcpOptionSet split)
    {
        _bytes = bytes;
        _hasOptions = hasOptions;
        _overload = overload;
        _present = present;
        _split = split;
    }

    /// <summary>The whole message as it came.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Whether a client sent it (op 1); otherwise a server did (op 2).</summary>
    public bool IsRequest => _bytes[0] == 1;

    /// <summary>The kind of hardware (RFC 1700): 1 is Ethernet.</summary>
    public byte HardwareType => _bytes[1];

    /// <summary>Octets of the hardware address in use, 0 to 16.</summary>
    public byte HardwareLength => _bytes[2];

    /// <summary>Relays passed.</summary>
    public byte Hops => _bytes[3];

    /// <summary>The client's number for this exchange.</summary>
    public uint TransactionId => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>Seconds since the client began, by its own account; some loaders send garbage.</summary>
    public ushort Seconds => BinaryPrimitives.ReadUInt16BigEndian(_bytes[8..]);

    /// <summary>The flags as they came.</summary>
    public ushort Flags => BinaryPrimitives.ReadUInt16BigEndian(_bytes[10..]);

    /// <summary>Whether the client can take no unicast before it has its address (RFC 2131 §4.1).</summary>
    public bool WantsBroadcast => (_bytes[10] & 0x80) != 0;

    /// <summary>ciaddr: the address the client has and answers ARP for.</summary>
    public Ipv4 ClientAddress => Ipv4.From(_bytes[12..]);

    /// <summary>yiaddr: the address the server gives.</summary>
    public Ipv4 YourAddress => Ipv4.From(_bytes[16..]);

    /// <summary>siaddr: the server of the next step of the boot.</summary>
    public Ipv4 ServerAddress => Ipv4.From(_bytes[20..]);

    /// <summary>giaddr: the relay, or 0.0.0.0.</summary>
    public Ipv4 RelayAddress => Ipv4.From(_bytes[24..]);

    /// <summary>chaddr: all 16 octets.</summary>
    public ReadOnlySpan<byte> HardwareAddressField => _bytes.Slice(28, HardwareAddressFieldLength);

    /// <summary>Whether <see cref="HardwareAddress"/> is one: Ethernet, six octets, neither zero nor a group.</summary>
    public bool HasEthernetAddress => _bytes is [_, 1, MacAddress.Length, ..] && HardwareAddress is { IsZero: false, IsMulticast: false };

    /// <summary>The first six octets of chaddr. Means nothing unless <see cref="HasEthernetAddress"/>.</summary>
    public MacAddress HardwareAddress => MacAddress.From(_bytes[28..]);

    /// <summary>sname up to its first NUL; empty when it carries options.</summary>
    public ReadOnlySpan<byte> ServerName => (_overload & 2) != 0 ? [] : UpToNul(_bytes.Slice(ServerNameOffset, ServerNameLength));

    /// <summary>file up to its first NUL; empty when it carries options.</summary>
    public ReadOnlySpan<byte> BootFile => (_overload & 1) != 0 ? [] : UpToNul(_bytes.Slice(BootFileOffset, BootFileLength));

    /// <summary>Every option, those of overloaded header fields last.</summary>
    public DhcpOptions Options => new(
        FieldOf(_bytes, _hasOptions),
        (_overload & 1) != 0 ? _bytes.Slice(BootFileOffset, BootFileLength) : [],
        (_overload & 2) != 0 ? _bytes.Slice(ServerNameOffset, ServerNameLength) : []);

    /// <summary>Whether a client or server of BOOTP sent it: there is no option 53 in it (RFC 1534 §2).</summary>
    public bool IsBootp => !Has(DhcpOptionCode.MessageType);

    /// <summary>Whether what follows the header is options (RFC 1497). A BOOTP client that leaves it empty may know none, and is sent none.</summary>
    public bool HasOptions => _hasOptions;

    /// <summary>Option 53, or <see cref="DhcpMessageType.None"/> for BOOTP and for a lying option.</summary>
    public DhcpMessageType Type =>
        TryGet(DhcpOptionCode.MessageType, out var value) && value is [var type] ? (DhcpMessageType)type : DhcpMessageType.None;

    /// <summary>Sees <paramref name="datagram"/> as a message, of a client or of a server.</summary>
    /// <remarks>hlen other than 6 passes (RFC 4390, GUIDs as chaddr of some UEFI), as does a missing END.</remarks>
    public static DhcpFault TryParse(ReadOnlySpan<byte> datagram, out DhcpMessage message)
    {
        message = default;
        if (datagram.Length < HeaderLength)
        {
            return DhcpFault.Truncated;
        }

        if (datagram[0] is not (1 or 2))
        {
            return DhcpFault.UnknownOperation;
        }

        // hlen is the sender's word: it may claim more than the 16 octets chaddr holds.
        if (datagram[2] > HardwareAddressFieldLength)
        {
            return DhcpFault.HardwareAddressTooLong;
        }

        var cookie = datagram.Slice(CookieOffset, 4);
        if (cookie.SequenceEqual(MagicCookie))
        {
            return Index(datagram, out message);
        }

        if (cookie.ContainsAnyExcept((byte)0))
        {
            return DhcpFault.NoMagicCookie;
        }

        message = new DhcpMessage(datagram, hasOptions: false, 0, default, default);
        return DhcpFault.None;
    }

    /// <summary>Whether the message has the option at all.</summary>
    public bool Has(DhcpOptionCode code) => _present.Contains(code);

    /// <summary>The first occurrence of an option, in place: for options of fixed length.</summary>
    /// <returns>False, and an empty value, when the message has none.</returns>
    public bool TryGet(DhcpOptionCode code, out ReadOnlySpan<byte> value)
    {
        value = [];
        return _present.Contains(code) && Options.TryFind(code, out value);
    }

    /// <summary>An option of any length: in place when it came in one piece, otherwise joined (RFC 3396) in <paramref name="scratch"/>.</summary>
    /// <returns>False, and an empty value, when the message has none.</returns>
    public bool TryGet(DhcpOptionCode code, Span<byte> scratch, out ReadOnlySpan<byte> value)
    {
        if (!_split.Contains(code))
        {
            return TryGet(code, out value);
        }

        value = scratch[..Options.Join(code, scratch)];
        return true;
    }

    /// <summary>An option that holds one address; 0.0.0.0 when it is missing or of another length.</summary>
    public Ipv4 AddressOf(DhcpOptionCode code) =>
        TryGet(code, out var value) && value.Length == Ipv4.Length ? Ipv4.From(value) : Ipv4.Any;

    /// <summary>Option 57: the longest message the sender takes, or 0 when it does not say.</summary>
    public int MaximumMessageSize =>
        TryGet(DhcpOptionCode.MaximumMessageSize, out var value) && value.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(value) : 0;

    internal static ReadOnlySpan<byte> MagicCookie => [99, 130, 83, 99];

    // One walk per datagram: it proves every length and remembers which options are there, so that asking for an absent one costs nothing.
    private static DhcpFault Index(ReadOnlySpan<byte> datagram, out DhcpMessage message)
    {
        var overload = new DhcpOptions(datagram[HeaderLength..]).TryFind(DhcpOptionCode.Overload, out var value) && value is [var fields]
            ? fields
            : (byte)0;
        message = new DhcpMessage(datagram, hasOptions: true, overload, default, default);
        var present = default(DhcpOptionSet);
        var split = default(DhcpOptionSet);
        var options = message.Options;
        while (options.MoveNext())
        {
            if (!present.Add(options.Current.Code))
            {
                split.Add(options.Current.Code);
            }
        }

        // Relays and ROMs with short buffers cut messages off in the middle of an option. What stands before it says enough, as Kea and dnsmasq have it too;
        // but without its type the message would pass for BOOTP, and without the server or the address that it names for one to us.
        var isTold = !options.Overrun
            || (present.Contains(DhcpOptionCode.MessageType) && options.Cut is not (DhcpOptionCode.ServerIdentifier or DhcpOptionCode.RequestedAddress));
        message = isTold ? new DhcpMessage(datagram, hasOptions: true, overload, present, split) : default;
        return isTold ? DhcpFault.None : DhcpFault.OptionOverrun;
    }

    private static ReadOnlySpan<byte> FieldOf(ReadOnlySpan<byte> bytes, bool hasOptions) => hasOptions ? bytes[HeaderLength..] : [];

    private static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;
}
