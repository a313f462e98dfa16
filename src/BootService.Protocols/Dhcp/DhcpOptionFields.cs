namespace BootService.Protocols.Dhcp;

/// <summary>The room for options in a message under construction: the field after the cookie and, when allowed, file and sname (RFC 2131 §4.1).</summary>
internal ref struct DhcpOptionFields(Span<byte> datagram)
{
    private const byte EndCode = 255;
    private const int Largest = 255;
    private const int OptionHeader = 2;
    private const int OverloadLength = 3;

    private readonly Span<byte> _datagram = datagram;
    private int _main = DhcpMessage.HeaderLength;
    private int _kept = 1;
    private int _file = -1;
    private int _serverName = -1;
    private int _overload;

    /// <summary>Octets an option takes when split as RFC 3396 says.</summary>
    public static int EncodedLength(int length) => length + (OptionHeader * Math.Max(1, (length + Largest - 1) / Largest));

    /// <summary>Leaves room in the main field for what is written later, besides END.</summary>
    public void Keep(int octets) => _kept = octets + 1;

    /// <summary>Gives back room that was kept: what it was kept for is written now.</summary>
    public void Release(int octets) => _kept -= octets;

    public void AllowOverload(bool file, bool serverName)
    {
        _file = file ? 0 : -1;
        _serverName = serverName ? 0 : -1;
        _kept += file || serverName ? OverloadLength : 0;
    }

    public bool TryWrite(DhcpOptionCode code, ReadOnlySpan<byte> value)
    {
        var length = EncodedLength(value.Length);
        if (length <= _datagram.Length - _kept - _main)
        {
            Write(_datagram[_main..], code, value);
            _main += length;

            // edk2 ends the boot file in place by zeroing the octet after option 67 (PxeBcDhcp4.c): give it one that is nobody's.
            if (code is DhcpOptionCode.BootFileName && _main < _datagram.Length - _kept)
            {
                _datagram[_main++] = 0;
            }

            return true;
        }

        return TryWrite(ref _file, 1, DhcpMessage.BootFileOffset, DhcpMessage.BootFileLength, code, value)
            || TryWrite(ref _serverName, 2, DhcpMessage.ServerNameOffset, DhcpMessage.ServerNameLength, code, value);
    }

    /// <summary>Closes the overloaded fields and says in option 52 which there are.</summary>
    public void EndOverload()
    {
        if ((_overload & 1) != 0)
        {
            _datagram[DhcpMessage.BootFileOffset + _file] = EndCode;
        }

        if ((_overload & 2) != 0)
        {
            _datagram[DhcpMessage.ServerNameOffset + _serverName] = EndCode;
        }

        if (_overload != 0)
        {
            Write(_datagram[_main..], DhcpOptionCode.Overload, [(byte)_overload]);
            _main += OverloadLength;
        }

        _file = _serverName = -1;
    }

    /// <summary>Writes END and the padding.</summary>
    /// <returns>The length of the message.</returns>
    public readonly int End()
    {
        _datagram[_main] = EndCode;
        var length = Math.Max(_main + 1, DhcpMessage.MinimumLength);
        _datagram[(_main + 1)..length].Clear();
        return length;
    }

    private bool TryWrite(ref int used, int bit, int offset, int length, DhcpOptionCode code, ReadOnlySpan<byte> value)
    {
        var encoded = EncodedLength(value.Length);
        if (used < 0 || encoded > length - 1 - used)
        {
            return false;
        }

        Write(_datagram.Slice(offset + used, encoded), code, value);
        used += encoded;
        _overload |= bit;
        return true;
    }

    private static void Write(Span<byte> destination, DhcpOptionCode code, ReadOnlySpan<byte> value)
    {
        do
        {
            var piece = value[..Math.Min(value.Length, Largest)];
            destination[0] = (byte)code;
            destination[1] = (byte)piece.Length;
            piece.CopyTo(destination[OptionHeader..]);
            destination = destination[(OptionHeader + piece.Length)..];
            value = value[piece.Length..];
        }
        while (!value.IsEmpty);
    }
}
