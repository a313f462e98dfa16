namespace BootService.Core.Repositories;

/// <summary>Passes XML on and refuses a tag, text, comment or CDATA that does not end within reason: a reader would gather it in memory.</summary>
/// <param name="inner">The XML, in UTF-8; stays open.</param>
/// <exception cref="InvalidDataException">Thrown while reading: a token is longer than <see cref="MediaLimits.XmlToken"/>.</exception>
internal sealed class XmlTokenGuard(Stream inner) : Stream
{
    private long _token;
    private Within _within;
    private int _matched;

    private enum Within
    {
        Text,
        Opened,
        Tag,
        Bang,
        Comment,
        Data,
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Look(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Look(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var taken = _within switch
            {
                Within.Text => Until(bytes, (byte)'<', Within.Opened),
                Within.Tag => Until(bytes, (byte)'>', Within.Text),
                Within.Opened => Step(bytes[0] == '!' ? Within.Bang : Within.Tag),
                Within.Bang => Step(bytes[0] == '-' ? Within.Comment : bytes[0] == '[' ? Within.Data : Within.Tag),
                Within.Comment => Closing(bytes, (byte)'-'),
                _ => Closing(bytes, (byte)']'),
            };
            _token += taken;
            if (_token > MediaLimits.XmlToken)
            {
                throw new InvalidDataException($"it has more than {MediaLimits.XmlToken >> 20} MB without a tag, as no list of packages has");
            }

            bytes = bytes[taken..];
        }
    }

    private int Until(ReadOnlySpan<byte> bytes, byte end, Within next)
    {
        var at = bytes.IndexOf(end);
        if (at < 0)
        {
            return bytes.Length;
        }

        (_within, _token) = (next, 0);
        return at + 1;
    }

    private int Step(Within next)
    {
        (_within, _matched) = (next, 0);
        return 1;
    }

    /// <summary>Looks for two of a letter and an angle: how comments and CDATA end.</summary>
    private int Closing(ReadOnlySpan<byte> bytes, byte letter)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == letter)
            {
                _matched++;
            }
            else if (bytes[at] == '>' && _matched >= 2)
            {
                (_within, _token) = (Within.Text, 0);
                return at + 1;
            }
            else
            {
                _matched = 0;
            }
        }

        return bytes.Length;
    }
}
