namespace BootService.Protocols.Dhcp;

/// <summary>Walks a run of DHCP-style options (code, length, value) in up to three fields, one after the other.</summary>
/// <remarks>
/// The only option walker there is: message options, option 43, option 82 and option 175 all go through it. It is total: a length that
/// points beyond its field ends that field and is reported by <see cref="Overrun"/>; no input makes it throw or read outside the spans.
/// </remarks>
public ref struct DhcpOptions
{
    private const byte Pad = 0;
    private const byte End = 255;

    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _second;
    private ReadOnlySpan<byte> _third;

    /// <summary>Walks one field: the content of an encapsulating option.</summary>
    public DhcpOptions(ReadOnlySpan<byte> field)
        : this(field, [], [])
    {
    }

    /// <summary>Walks the option field and then the overloaded header fields, in the order RFC 2131 §4.1 asks for.</summary>
    /// <param name="field">What follows the magic cookie.</param>
    /// <param name="file">The header's <c>file</c> field when option 52 says that it carries options, else empty.</param>
    /// <param name="serverName">The header's <c>sname</c> field likewise.</param>
    public DhcpOptions(ReadOnlySpan<byte> field, ReadOnlySpan<byte> file, ReadOnlySpan<byte> serverName)
    {
        _rest = field;
        _second = file;
        _third = serverName;
        Current = default;
    }

    /// <summary>The option the walk is at.</summary>
    public DhcpOption Current { get; private set; }

    /// <summary>Whether an option met so far claimed more octets than its field had left.</summary>
    public readonly bool Overrun => Cut is not DhcpOptionCode.Pad;

    /// <summary>The last option that did; <see cref="DhcpOptionCode.Pad"/> when none did.</summary>
    public DhcpOptionCode Cut { get; private set; }

    /// <summary>Lets <c>foreach</c> walk from here.</summary>
    public readonly DhcpOptions GetEnumerator() => this;

    /// <summary>Goes to the next option.</summary>
    /// <returns>False at the end of the last field.</returns>
    public bool MoveNext()
    {
        while (true)
        {
            _rest = _rest.TrimStart(Pad);
            if (_rest is [not End, var length, .. var tail] && length <= tail.Length)
            {
                Current = new DhcpOption((DhcpOptionCode)_rest[0], tail[..length]);
                _rest = tail[length..];
                return true;
            }

            if (_rest is [not End and var cut, ..])
            {
                Cut = (DhcpOptionCode)cut;
            }

            _rest = _second;
            _second = _third;
            _third = [];
            if (_rest.IsEmpty && _second.IsEmpty)
            {
                return false;
            }
        }
    }

    /// <summary>Finds the first occurrence of an option in what is left of the walk.</summary>
    /// <returns>False, and an empty value, when there is none.</returns>
    public readonly bool TryFind(DhcpOptionCode code, out ReadOnlySpan<byte> value)
    {
        foreach (var option in this)
        {
            if (option.Code == code)
            {
                value = option.Value;
                return true;
            }
        }

        value = [];
        return false;
    }

    /// <summary>Joins every occurrence of an option in order (RFC 3396 §5).</summary>
    /// <param name="code">The option.</param>
    /// <param name="destination">Receives the octets; what does not fit is left out.</param>
    /// <returns>The octets written.</returns>
    public readonly int Join(DhcpOptionCode code, Span<byte> destination)
    {
        var written = 0;
        foreach (var option in this)
        {
            if (option.Code == code)
            {
                var fits = Math.Min(option.Value.Length, destination.Length - written);
                option.Value[..fits].CopyTo(destination[written..]);
                written += fits;
            }
        }

        return written;
    }
}
