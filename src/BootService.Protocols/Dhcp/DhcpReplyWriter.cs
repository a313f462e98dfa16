using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using BootService.Protocols.Net;

namespace BootService.Protocols.Dhcp;

/// <summary>
/// Writes one server message: header first, options in any order, then <see cref="Finish"/> puts them into the order of the wire. Allocates nothing.
/// </summary>
/// <remarks>
/// Order (some ROMs scan only the first octets): 53, 54, what option 55 asks for in its order, the rest in the order they were added, and
/// option 82 last, byte for byte (RFC 3046 §2.1). Values over 255 octets are split (RFC 3396). An option that fits nowhere is left out and counted.
/// Room is kept for what a client takes no answer without, whatever stands before it; then for 82, which is left out where it does not fit whole (RFC 3046
/// §2.2).
/// </remarks>
public ref struct DhcpReplyWriter
{
    /// <summary>Octets the scratch must have.</summary>
    public const int ScratchLength = IndexLength + 2048;

    /// <summary>The longest message when the client does not say (RFC 2131 §2: 576 octets of IP datagram).</summary>
    public const int DefaultLimit = 576 - HeadersBelow;

    private const int HeadersBelow = 28;
    private const int IndexLength = 256 * sizeof(ushort);

    private readonly Span<byte> _datagram;
    private readonly Span<byte> _staged;
    private readonly Span<ushort> _places;
    private int _stagedLength;
    private readonly bool _isBootp;
    private readonly bool _hasOptions;
    private bool _fileInUse;
    private DhcpOptionSet _kept;

    /// <summary>Begins an answer: copies xid, flags, giaddr and chaddr, and stages what is echoed: 61 (RFC 6842), 82 (RFC 3046 §2.2), 97 (PXE 2.1), 118
    /// (RFC 3011 §2: who names its network drops an answer that does not repeat it).</summary>
    /// <param name="datagram">Receives the message; at least 548 octets, more when the client may take more.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> octets, overwritten.</param>
    /// <param name="request">What is answered.</param>
    /// <param name="type">Option 53 of the answer; <see cref="DhcpMessageType.None"/> for a BOOTREPLY, which has none (RFC 1534 §2).</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public DhcpReplyWriter(Span<byte> datagram, Span<byte> scratch, in DhcpMessage request, DhcpMessageType type)
    {
        if (datagram.Length < DefaultLimit || scratch.Length < ScratchLength)
        {
            throw new ArgumentException("the buffers are shorter than a DHCP message may be");
        }

        _datagram = datagram;
        _places = MemoryMarshal.Cast<byte, ushort>(scratch[..IndexLength]);
        _places.Clear();
        _staged = scratch[IndexLength..ScratchLength];

        var header = request.Bytes[..DhcpMessage.HeaderLength];
        header.CopyTo(datagram);
        datagram[0] = 2;
        datagram[3] = 0;
        datagram[8..10].Clear();
        datagram[12..24].Clear();
        datagram.Slice(DhcpMessage.ServerNameOffset, DhcpMessage.ServerNameLength + DhcpMessage.BootFileLength).Clear();

        _isBootp = type is DhcpMessageType.None;
        _hasOptions = request.HasOptions;
        if (!_isBootp)
        {
            Add(DhcpOptionCode.MessageType, (byte)type);
        }

        Echo(request, DhcpOptionCode.ClientIdentifier);
        Echo(request, DhcpOptionCode.ClientMachineIdentifier);
        Echo(request, DhcpOptionCode.SubnetSelection);
        Echo(request, DhcpOptionCode.RelayAgentInformation);
    }

    /// <summary>Options that fitted nowhere, known after <see cref="Finish"/>.</summary>
    public int LeftOut { get; private set; }

    /// <summary>ciaddr of the answer: set in an ACK to a client that has an address.</summary>
    public readonly Ipv4 ClientAddress
    {
        set => value.CopyTo(_datagram[12..]);
    }

    /// <summary>yiaddr: the address given.</summary>
    public readonly Ipv4 YourAddress
    {
        set => value.CopyTo(_datagram[16..]);
    }

    /// <summary>siaddr: the server of the next step.</summary>
    public readonly Ipv4 ServerAddress
    {
        set => value.CopyTo(_datagram[20..]);
    }

    /// <summary>Sets the broadcast flag: a NAK through a relay must reach a client whose address is wrong (RFC 2131 §4.3.2).</summary>
    public readonly void SetBroadcast() => _datagram[10] |= 0x80;

    /// <summary>Writes file, up to 127 characters of ASCII; the field is then never overloaded.</summary>
    /// <returns>False, with the field left empty, when the text is longer: option 67 must do.</returns>
    public bool TrySetBootFile(ReadOnlySpan<char> text)
    {
        var field = _datagram.Slice(DhcpMessage.BootFileOffset, DhcpMessage.BootFileLength);
        field.Clear();
        return _fileInUse = !text.IsEmpty && text.Length < field.Length && Encoding.ASCII.TryGetBytes(text, field, out _);
    }

    /// <summary>Repeats the file that the client asks for by name (RFC 951 §7), as it came.</summary>
    public void EchoBootFile(in DhcpMessage request)
    {
        var name = request.BootFile;
        _fileInUse = name.Length is > 0 and < DhcpMessage.BootFileLength;
        if (_fileInUse)
        {
            name.CopyTo(_datagram[DhcpMessage.BootFileOffset..]);
        }
    }

    /// <summary>Adds an option; a second one of the same code replaces the first.</summary>
    public void Add(DhcpOptionCode code, scoped ReadOnlySpan<byte> value)
    {
        if (Reserve(code, value.Length, out var room))
        {
            value.CopyTo(room);
        }
    }

    /// <summary>Adds an option of one octet.</summary>
    public void Add(DhcpOptionCode code, byte value)
    {
        if (Reserve(code, 1, out var room))
        {
            room[0] = value;
        }
    }

    /// <summary>Adds an option of two octets, the high one first.</summary>
    public void Add(DhcpOptionCode code, ushort value)
    {
        if (Reserve(code, sizeof(ushort), out var room))
        {
            BinaryPrimitives.WriteUInt16BigEndian(room, value);
        }
    }

    /// <summary>Adds an option of four octets, the high one first: times are in seconds.</summary>
    public void Add(DhcpOptionCode code, uint value)
    {
        if (Reserve(code, sizeof(uint), out var room))
        {
            BinaryPrimitives.WriteUInt32BigEndian(room, value);
        }
    }

    /// <summary>Adds an option of one address; 0.0.0.0 adds nothing.</summary>
    public void Add(DhcpOptionCode code, Ipv4 value)
    {
        if (!value.IsAny)
        {
            Add(code, value.Value);
        }
    }

    /// <summary>Adds an option of addresses; none adds nothing.</summary>
    public void Add(DhcpOptionCode code, scoped ReadOnlySpan<Ipv4> values)
    {
        if (!values.IsEmpty && Reserve(code, values.Length * Ipv4.Length, out var room))
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i].CopyTo(room[(i * Ipv4.Length)..]);
            }
        }
    }

    /// <summary>Adds an option of ASCII text without a final NUL; empty text adds nothing, other characters become '?'.</summary>
    public void AddText(DhcpOptionCode code, scoped ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty && Reserve(code, text.Length, out var room))
        {
            for (var i = 0; i < text.Length; i++)
            {
                room[i] = char.IsAscii(text[i]) ? (byte)text[i] : (byte)'?';
            }
        }
    }

    /// <summary>
    /// The longest message for this client: option 57 less the IP and UDP headers, at least 548 and at most what <paramref name="mtu"/> carries unfragmented.
    /// For BOOTP as much as the client sent, at least the 300 octets that every client takes (RFC 951 §3).
    /// </summary>
    public static int LimitFor(in DhcpMessage request, int mtu = 1500) => request.IsBootp
        ? Math.Clamp(request.Bytes.Length, DhcpMessage.MinimumLength, DefaultLimit)
        : Math.Clamp(request.MaximumMessageSize - HeadersBelow, DefaultLimit, Math.Max(DefaultLimit, mtu - HeadersBelow));

    /// <summary>Writes the options and pads the message to 300 octets.</summary>
    /// <param name="parameterRequestList">Option 55 of the request, or empty.</param>
    /// <param name="limit">The longest message allowed, see <see cref="LimitFor"/>.</param>
    /// <param name="mayOverload">
    /// Whether options that do not fit may go into the unused header fields (option 52). False for firmware: boot loaders read the header as text.
    /// </param>
    /// <returns>The length of the message.</returns>
    public int Finish(ReadOnlySpan<byte> parameterRequestList, int limit, bool mayOverload)
    {
        if (!_hasOptions)
        {
            _datagram[DhcpMessage.CookieOffset..DhcpMessage.MinimumLength].Clear();
            return DhcpMessage.MinimumLength;
        }

        var datagram = _datagram[..Math.Clamp(limit, _isBootp ? DhcpMessage.MinimumLength : DefaultLimit, _datagram.Length)];
        var fields = new DhcpOptionFields(datagram);
        var room = datagram.Length - DhcpMessage.HeaderLength - 1;
        if (LongestEncoded(_stagedLength) > room)
        {
            KeepRoom(ref fields, room);
            if (mayOverload)
            {
                fields.AllowOverload(!_fileInUse, serverName: true);
            }
        }

        Emit(ref fields, DhcpOptionCode.MessageType);
        Emit(ref fields, DhcpOptionCode.ServerIdentifier);
        foreach (var code in parameterRequestList)
        {
            if ((DhcpOptionCode)code is not DhcpOptionCode.RelayAgentInformation)
            {
                Emit(ref fields, (DhcpOptionCode)code);
            }
        }

        for (var at = 0; at < _stagedLength; at += StagedHeader + LengthAt(at))
        {
            if ((DhcpOptionCode)_staged[at] is var code and not DhcpOptionCode.RelayAgentInformation && _places[(int)code] == at + 1)
            {
                Emit(ref fields, code);
            }
        }

        fields.EndOverload();
        fields.Keep(0);
        Emit(ref fields, DhcpOptionCode.RelayAgentInformation);
        return fields.End();
    }

    // For what a client takes no answer without, and for 82 after it: some options will find no room.
    private void KeepRoom(ref DhcpOptionFields fields, int room)
    {
        var kept = 0;
        foreach (var code in Vital)
        {
            if (EncodedLength((DhcpOptionCode)code) is > 0 and var length && kept + length <= room)
            {
                _kept.Add((DhcpOptionCode)code);
                kept += length;
            }
        }

        var relayed = EncodedLength(DhcpOptionCode.RelayAgentInformation);
        if (relayed > 0 && kept + relayed > room)
        {
            relayed = 0;
            _places[(int)DhcpOptionCode.RelayAgentInformation] = 0;
            LeftOut++;
        }

        fields.Keep(kept + relayed);
    }

    // Type, server, lease and mask of every answer, what firmware boots by, and what was named: room is kept in this order.
    private static ReadOnlySpan<byte> Vital =>
    [
        (byte)DhcpOptionCode.MessageType, (byte)DhcpOptionCode.ServerIdentifier, (byte)DhcpOptionCode.LeaseTime, (byte)DhcpOptionCode.SubnetMask,
        (byte)DhcpOptionCode.VendorSpecific, (byte)DhcpOptionCode.VendorClass, (byte)DhcpOptionCode.BootFileName, (byte)DhcpOptionCode.SubnetSelection,
    ];

    // A staged option is code, 16-bit length, value; _places[code] is one more than where it begins, 0 when it is not there or written already.
    private const int StagedHeader = 3;

    // At most: written, an option has a header of two octets, one more header for each further 255 octets (RFC 3396), and 67 an octet of nobody behind it.
    private static int LongestEncoded(int staged) => staged + (staged / 127) + 1;

    private readonly int LengthAt(int place) => BinaryPrimitives.ReadUInt16LittleEndian(_staged[(place + 1)..]);

    private readonly int EncodedLength(DhcpOptionCode code) =>
        _places[(int)code] == 0 ? 0 : DhcpOptionFields.EncodedLength(LengthAt(_places[(int)code] - 1));

    private void Emit(ref DhcpOptionFields fields, DhcpOptionCode code)
    {
        var place = _places[(int)code] - 1;
        if (place < 0)
        {
            return;
        }

        if (_kept.Contains(code))
        {
            fields.Release(EncodedLength(code));
        }

        _places[(int)code] = 0;
        if (!fields.TryWrite(code, _staged.Slice(place + StagedHeader, LengthAt(place))))
        {
            LeftOut++;
        }
    }

    private bool Reserve(DhcpOptionCode code, int length, out Span<byte> room)
    {
        room = [];
        if (code is DhcpOptionCode.Pad or DhcpOptionCode.End or DhcpOptionCode.Overload
            || length > _staged.Length - _stagedLength - StagedHeader)
        {
            LeftOut++;
            return false;
        }

        _places[(int)code] = (ushort)(_stagedLength + 1);
        _staged[_stagedLength] = (byte)code;
        BinaryPrimitives.WriteUInt16LittleEndian(_staged[(_stagedLength + 1)..], (ushort)length);
        room = _staged.Slice(_stagedLength + StagedHeader, length);
        _stagedLength += StagedHeader + length;
        return true;
    }

    private void Echo(in DhcpMessage request, DhcpOptionCode code)
    {
        if (!request.Has(code))
        {
            return;
        }

        // Joined straight into the staging area: the value may have come in pieces.
        var length = request.Options.Join(code, _staged[(_stagedLength + StagedHeader)..]);
        Reserve(code, length, out _);
    }
}
