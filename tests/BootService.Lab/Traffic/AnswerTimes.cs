using System.Buffers.Binary;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Lab.Traffic;

/// <summary>What a machine asks and cannot go on without.</summary>
public enum Question
{
    /// <summary>DHCPDISCOVER.</summary>
    Discover,

    /// <summary>DHCPREQUEST, to the DHCP server or to the boot server of port 4011.</summary>
    Request,

    /// <summary>A TFTP read request.</summary>
    File,
}

/// <summary>
/// From frames at the frontend's card: how long each question waited there for its first answer. That is the frontend's time alone, however
/// long the machine that asked is kept from hearing it. A question that is asked again before its answer waits from the first time.
/// </summary>
/// <param name="frontend">Hardware address of the frontend.</param>
internal sealed class AnswerTimes(MacAddress frontend)
{
    private const int EthernetLength = 14;
    private const int UdpLength = 8;
    private const int Udp = 17;
    private const int Dhcp = 67;
    private const int BootServer = 4011;
    private const int Tftp = 69;

    private readonly Dictionary<(Question Question, ulong Who, uint What), long> _open = [];
    private readonly Dictionary<Question, List<TimeSpan>> _waits = Enum.GetValues<Question>().ToDictionary(question => question, _ => new List<TimeSpan>());

    /// <summary>How long each answered question waited, in the order of the answers.</summary>
    public IReadOnlyList<TimeSpan> WaitsOf(Question question) => _waits[question];

    /// <summary>How many questions have no answer yet.</summary>
    public int OpenOf(Question question) => _open.Keys.Count(key => key.Question == question);

    /// <summary>Takes note of one frame; what is neither a question nor an answer is passed over, and so is what the frontend asks of others.</summary>
    /// <param name="nanoseconds">When it was seen, on any clock that only goes forward.</param>
    /// <param name="frame">Its beginning; the end may be cut off.</param>
    public void Observe(long nanoseconds, ReadOnlySpan<byte> frame)
    {
        if (frame.Length < EthernetLength + 20 || frame[12] != 8 || frame[13] != 0 || frame[EthernetLength + 9] != Udp)
        {
            return;
        }

        var ip = frame[EthernetLength..];
        var header = (ip[0] & 15) * 4;
        if (ip.Length < header + UdpLength)
        {
            return;
        }

        var (source, destination) = (BinaryPrimitives.ReadUInt16BigEndian(ip[header..]), BinaryPrimitives.ReadUInt16BigEndian(ip[(header + 2)..]));
        var fromFrontend = MacAddress.From(frame[6..]) == frontend;
        var key = (fromFrontend ? source : destination) is Dhcp or BootServer
            ? OfMessage(ip[(header + UdpLength)..], fromFrontend)
            : fromFrontend
                ? (Question.File, BinaryPrimitives.ReadUInt32BigEndian(ip[16..]), destination)
                : destination == Tftp ? (Question.File, BinaryPrimitives.ReadUInt32BigEndian(ip[12..]), source) : null as (Question, ulong, uint)?;
        if (key is not { } question)
        {
            return;
        }

        if (!fromFrontend)
        {
            _open.TryAdd(question, nanoseconds);
        }
        else if (_open.Remove(question, out var asked))
        {
            _waits[question.Item1].Add(TimeSpan.FromMicroseconds((nanoseconds - asked) / 1000));
        }
    }

    private static (Question Question, ulong Who, uint What)? OfMessage(ReadOnlySpan<byte> datagram, bool fromFrontend)
    {
        if (DhcpMessage.TryParse(datagram, out var message) is not DhcpFault.None || message.IsRequest == fromFrontend)
        {
            return null;
        }

        return message.Type switch
        {
            DhcpMessageType.Discover or DhcpMessageType.Offer => (Question.Discover, message.HardwareAddress.Value, message.TransactionId),
            DhcpMessageType.Request or DhcpMessageType.Ack or DhcpMessageType.Nak => (Question.Request, message.HardwareAddress.Value, message.TransactionId),
            _ => null,
        };
    }
}
