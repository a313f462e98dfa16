using System.Buffers.Binary;
using System.Text;
using BootService.Protocols.Net;

namespace BootService.Lab.Traffic;

/// <summary>
/// Reads the frames between the frontend and its nodes and tells whose turn it was: from a node's word to the frontend's next
/// is the frontend's time, everything else is the node's own. What the frontend says twice it had said in time.
/// </summary>
/// <param name="frontend">Hardware address of the frontend.</param>
internal sealed class RoadTraffic(MacAddress frontend)
{
    private const int EthernetLength = 14;
    private const int Udp = 17;
    private const int Tcp = 6;
    private const int TftpPort = 69;
    private const byte Syn = 0x02;

    private readonly Dictionary<(MacAddress Node, int Protocol, int Port), Conversation> _conversations = [];
    private readonly Dictionary<(MacAddress Node, RoadStep Step), StepShare> _shares = [];

    /// <summary>What each node used, so far.</summary>
    public IReadOnlyDictionary<(MacAddress Node, RoadStep Step), StepShare> Shares => _shares;

    /// <summary>Takes note of one frame; what is not IPv4 over Ethernet, UDP or TCP is passed over.</summary>
    /// <param name="nanoseconds">When it was seen, on any clock that only goes forward.</param>
    /// <param name="frame">Its beginning; the end may be cut off.</param>
    /// <param name="length">Octets it had.</param>
    public void Observe(long nanoseconds, ReadOnlySpan<byte> frame, int length)
    {
        if (frame.Length < EthernetLength + 20 || frame[12] != 8 || frame[13] != 0)
        {
            return;
        }

        var ip = frame[EthernetLength..];
        var header = (ip[0] & 15) * 4;
        var payloadLength = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]) - header;
        if (ip.Length < header + 8 || ip[9] is not (Udp or Tcp))
        {
            return;
        }

        var fromFrontend = MacAddress.From(frame[6..]) == frontend;
        var node = MacAddress.From(frame[(fromFrontend ? 0 : 6)..]);
        var segment = ip[header..];
        var seen = new Frame(nanoseconds, length, fromFrontend, ip[9] == Tcp ? TcpData(segment, ref payloadLength) : segment[8..], payloadLength)
        {
            Source = BinaryPrimitives.ReadUInt16BigEndian(segment),
            Destination = BinaryPrimitives.ReadUInt16BigEndian(segment[2..]),
            IsHandshake = ip[9] == Tcp && segment.Length > 13 && (segment[13] & Syn) != 0,
            Position = PositionOf(segment, ip[9] == Tcp),
        };
        if (ip[9] == Tcp)
        {
            Account((node, Tcp, seen.NodePort), seen, HttpStep(seen));
        }
        else if (seen.FrontendPort is 67 or 4011)
        {
            // An answer to a machine without an address may be a broadcast: the message says whom it is for (chaddr).
            if (seen.Data.Length >= 34)
            {
                Account((MacAddress.From(seen.Data[28..]), Udp, 68), seen, fromFrontend ? null : RoadStep.Address);
            }
        }
        else
        {
            Account((node, Udp, seen.NodePort), seen, seen.Destination == TftpPort && seen.Data.Length > 2 ? StepOf(Word(seen.Data[2..])) : null);
        }
    }

    private static ReadOnlySpan<byte> TcpData(ReadOnlySpan<byte> segment, ref int payloadLength)
    {
        var header = segment.Length > 12 ? (segment[12] >> 4) * 4 : segment.Length;
        payloadLength -= header;
        return segment[Math.Min(header, segment.Length)..];
    }

    /// <summary>What tells a repetition: the sequence number of TCP; of TFTP the opcode and the block; the DHCP header, with its transaction.</summary>
    private static uint PositionOf(ReadOnlySpan<byte> segment, bool isTcp) =>
        segment.Length < 12 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(segment[(isTcp ? 4 : 8)..]);

    private static RoadStep? HttpStep(Frame seen)
    {
        if (seen.FromFrontend || seen.Destination != 80)
        {
            return null;
        }

        var space = seen.Data.IndexOf((byte)' ');
        return space is 3 or 4 && seen.Data[0] is (byte)'G' or (byte)'H' or (byte)'P' ? StepOf(Word(seen.Data[(space + 1)..])) : null;
    }

    private static string Word(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)0, (byte)' ');
        return Encoding.ASCII.GetString(end < 0 ? text : text[..end]);
    }

    private static RoadStep StepOf(string path) => path switch
    {
        _ when path.StartsWith("/install/ks/", StringComparison.Ordinal) || path.StartsWith("/install/answer/", StringComparison.Ordinal) => RoadStep.Kickstart,
        _ when path.StartsWith("/install/pallets/", StringComparison.Ordinal) => RoadStep.Packages,
        _ when path.StartsWith("/install/stage/", StringComparison.Ordinal) || path.StartsWith("/install/done/", StringComparison.Ordinal)
            || path.StartsWith("/install/failed/", StringComparison.Ordinal) => RoadStep.Reports,
        _ when path.Contains("vmlinuz", StringComparison.Ordinal) || path.Contains("initrd", StringComparison.Ordinal) => RoadStep.Kernel,
        _ => RoadStep.Loader,
    };

    private void Account((MacAddress Node, int Protocol, int Port) key, Frame seen, RoadStep? begins)
    {
        if (!seen.FromFrontend && (seen.IsHandshake || seen.Destination == TftpPort))
        {
            // A port used again, by a machine that has started over, is another conversation.
            _conversations.Remove(key);
        }

        if (begins is { } step)
        {
            _conversations[key] = _conversations.GetValueOrDefault(key) with { Step = step };
            Add(key.Node, step, 1, 0, 0);
        }

        if (!_conversations.TryGetValue(key, out var talk))
        {
            // Opening a connection is no step: the kernel answers it.
            talk = new Conversation(null, seen.Nanoseconds, 0, HasSpoken: false);
        }

        if (!seen.FromFrontend)
        {
            _conversations[key] = talk with { Last = seen.Nanoseconds };
        }
        else if (seen.PayloadLength > 0 || seen.IsHandshake)
        {
            if (talk.Step is { } current)
            {
                Add(key.Node, current, 0, seen.Length, IsRepeated(talk, seen, key.Protocol) ? 0 : seen.Nanoseconds - talk.Last);
            }

            _conversations[key] = talk with { Last = seen.Nanoseconds, Position = seen.Position, HasSpoken = true };
        }
    }

    private static bool IsRepeated(Conversation talk, Frame seen, int protocol) =>
        talk.HasSpoken && (protocol == Tcp
            ? (int)(seen.Position - talk.Position) <= 0
            : seen.Position == talk.Position && seen.FrontendPort is not (67 or 4011));

    private void Add(MacAddress node, RoadStep step, int requests, long bytes, long nanoseconds)
    {
        var share = _shares.GetValueOrDefault((node, step));
        _shares[(node, step)] = new StepShare(
            share.Requests + requests, share.Bytes + bytes, share.Waited + TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick));
    }

    private readonly record struct Conversation(RoadStep? Step, long Last, uint Position, bool HasSpoken);

    private readonly ref struct Frame(long nanoseconds, int length, bool fromFrontend, ReadOnlySpan<byte> data, int payloadLength)
    {
        public long Nanoseconds { get; } = nanoseconds;

        public int Length { get; } = length;

        public bool FromFrontend { get; } = fromFrontend;

        public ReadOnlySpan<byte> Data { get; } = data;

        public int PayloadLength { get; } = payloadLength;

        public bool IsHandshake { get; init; }

        public uint Position { get; init; }

        public int Source { get; init; }

        public int Destination { get; init; }

        public int NodePort => FromFrontend ? Destination : Source;

        public int FrontendPort => FromFrontend ? Source : Destination;
    }
}
