using System.Buffers.Binary;

namespace BootService.Protocols.Dns;

/// <summary>A question to a name server, seen in place (RFC 1035 §4, RFC 6891). Reading it copies nothing and never throws.</summary>
public readonly ref struct DnsQuestion
{
    /// <summary>Octets of the header.</summary>
    public const int HeaderLength = 12;

    /// <summary>Letters that the longest name has as text, without the last dot.</summary>
    public const int LongestName = 253;

    /// <summary>Octets of an answer that every asker takes.</summary>
    public const int PlainAnswer = 512;

    private const int LongestWireName = 255;
    private const int LongestLabel = 63;
    private const int MostExtras = 4;

    private readonly ReadOnlySpan<byte> _message;

    private DnsQuestion(ReadOnlySpan<byte> message, int end)
    {
        _message = message;
        End = end;
    }

    /// <summary>The number that the answer repeats.</summary>
    public ushort Id => BinaryPrimitives.ReadUInt16BigEndian(_message);

    /// <summary>Whether other servers may be asked for it.</summary>
    public bool WantsRecursion => (_message[2] & 0x01) != 0;

    /// <summary>The kind of message: 0 for a plain question.</summary>
    public int Operation => (_message[2] >> 3) & 0x0F;

    /// <summary>What is asked for.</summary>
    public DnsType Type => (DnsType)BinaryPrimitives.ReadUInt16BigEndian(_message[(End - 4)..]);

    /// <summary>Whether it is a question about the Internet (class IN, or any).</summary>
    public bool IsInternet => BinaryPrimitives.ReadUInt16BigEndian(_message[(End - 2)..]) is 1 or 255;

    /// <summary>Where the question ends in the message.</summary>
    public int End { get; }

    /// <summary>The header and the question itself, as they came.</summary>
    public ReadOnlySpan<byte> Octets => _message[..End];

    /// <summary>The question alone: name, type and class. An answer to it repeats it.</summary>
    public ReadOnlySpan<byte> Asked => _message[HeaderLength..End];

    /// <summary>Whether the asker speaks EDNS, so that the answer says that we do too.</summary>
    public bool HasOptions { get; private init; }

    /// <summary>The longest answer that the asker takes by UDP.</summary>
    public int Room { get; private init; }

    /// <summary>Reads a message. A question that cannot be read whole still has its header, for the answer that says so.</summary>
    public static DnsFault TryParse(ReadOnlySpan<byte> message, out DnsQuestion question)
    {
        question = default;
        if (message.Length < HeaderLength || (message[2] & 0x80) != 0)
        {
            return DnsFault.NoQuestion;
        }

        question = new DnsQuestion(message, HeaderLength) { Room = PlainAnswer };
        if (question.Operation != 0)
        {
            return DnsFault.OtherOperation;
        }

        var end = EndOfName(message, HeaderLength);
        if (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1 || end < 0 || message.Length - end < 4)
        {
            return DnsFault.Malformed;
        }

        question = new DnsQuestion(message, end + 4) { Room = PlainAnswer };
        return question.ReadOptions(out question);
    }

    /// <summary>
    /// Writes the name as text: lower case, dots between labels, none at the end. Octets that no host's name has become a sign that no name has.
    /// </summary>
    /// <param name="text">Room for <see cref="LongestName"/> letters.</param>
    /// <returns>How many letters were written; 0 for the root.</returns>
    public int CopyName(Span<char> text)
    {
        var length = 0;
        for (var at = HeaderLength; _message[at] is var label and > 0; at += label + 1)
        {
            if (length > 0)
            {
                text[length++] = '.';
            }

            foreach (var octet in _message.Slice(at + 1, label))
            {
                text[length++] = octet is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'_' ? (char)octet
                    : octet is >= (byte)'A' and <= (byte)'Z' ? (char)(octet | 0x20)
                    : '\u0001';
            }
        }

        return length;
    }

    /// <summary>Where a name that begins at a place ends; -1 when it is no name, or leans on another one, which a question's cannot.</summary>
    private static int EndOfName(ReadOnlySpan<byte> message, int at)
    {
        for (var start = at; at < message.Length && message[at] <= LongestLabel && at - start < LongestWireName; at += message[at] + 1)
        {
            if (message[at] == 0)
            {
                return at + 1;
            }
        }

        return -1;
    }

    // A record that cannot be read in what nobody needs to read is no reason to say no: it is passed over with all behind it.
    private DnsFault ReadOptions(out DnsQuestion question)
    {
        question = this;
        var (answers, extras) = (BinaryPrimitives.ReadUInt32BigEndian(_message[6..]), BinaryPrimitives.ReadUInt16BigEndian(_message[10..]));
        if (answers != 0 || extras > MostExtras)
        {
            return answers != 0 ? DnsFault.Malformed : DnsFault.None;
        }

        var at = End;
        for (var extra = 0; extra < extras; extra++)
        {
            var end = EndOfName(_message, at);
            if (end < 0 || _message.Length - end < 10)
            {
                return DnsFault.None;
            }

            if ((DnsType)BinaryPrimitives.ReadUInt16BigEndian(_message[end..]) is DnsType.Options)
            {
                question = new DnsQuestion(
                    _message, End)
                { HasOptions = true, Room = Math.Max(PlainAnswer, (int)BinaryPrimitives.ReadUInt16BigEndian(_message[(end + 2)..])) };
                return _message[end + 5] == 0 ? DnsFault.None : DnsFault.OtherVersion;
            }

            at = end + 10 + BinaryPrimitives.ReadUInt16BigEndian(_message[(end + 8)..]);
            if (at > _message.Length)
            {
                return DnsFault.None;
            }
        }

        return DnsFault.None;
    }
}
