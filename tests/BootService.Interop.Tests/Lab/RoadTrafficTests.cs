using System.Buffers.Binary;
using System.Text;
using BootService.Lab.Traffic;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Interop.Tests.Lab;

/// <summary>Whose time it was, told from frames made by hand; times are milliseconds.</summary>
public sealed class RoadTrafficTests
{
    private const byte Udp = 17;
    private const byte Tcp = 6;
    private static readonly MacAddress Frontend = MacAddress.Parse("52:54:00:00:00:01");
    private static readonly MacAddress Node = MacAddress.Parse("52:54:00:00:01:00");

    private readonly RoadTraffic _traffic = new(Frontend);

    [Fact]
    public void A_file_over_TFTP_costs_from_each_word_of_the_node_to_the_answer()
    {
        SeeUdp(0, fromNode: true, 2070, 69, "\0\u0001pxelinux.0\0octet\0");
        SeeUdp(5, fromNode: false, 40000, 2070, "\0\u0003\0\u0001data");
        SeeUdp(105, fromNode: true, 2070, 40000, "\0\u0004\0\u0001");
        SeeUdp(107, fromNode: false, 40000, 2070, "\0\u0003\0\u0002data");

        Assert.Equal(7, Waited(RoadStep.Loader));
        Assert.Equal(1, _traffic.Shares[(Node, RoadStep.Loader)].Requests);
    }

    [Fact]
    public void A_block_said_again_to_a_silent_node_costs_nothing()
    {
        SeeUdp(0, fromNode: true, 2070, 69, "\0\u0001pxelinux.0\0octet\0");
        SeeUdp(5, fromNode: false, 40000, 2070, "\0\u0003\0\u0001data");
        SeeUdp(1005, fromNode: false, 40000, 2070, "\0\u0003\0\u0001data");

        Assert.Equal(5, Waited(RoadStep.Loader));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\0\u0001")]
    public void A_datagram_too_short_for_a_request_is_nobody_s_time(string octets)
    {
        SeeUdp(0, fromNode: true, 2070, 69, octets);
        SeeUdp(5, fromNode: false, 69, 2070, "\0\u0005");

        Assert.Empty(_traffic.Shares);
    }

    [Fact]
    public void Each_request_of_a_connection_is_a_step_of_its_own()
    {
        SeeTcp(0, fromNode: true, 1, "GET /install/boot/os/vmlinuz HTTP/1.1\r\n");
        SeeTcp(3, fromNode: false, 1, "HTTP/1.1 200 OK\r\n");
        SeeTcp(50, fromNode: true, 100, "GET /install/answer/0123/ks.cfg HTTP/1.1\r\n");
        SeeTcp(54, fromNode: false, 200, "HTTP/1.1 200 OK\r\n");

        Assert.Equal(3, Waited(RoadStep.Kernel));
        Assert.Equal(4, Waited(RoadStep.Kickstart));
    }

    [Fact]
    public void A_segment_sent_again_costs_nothing()
    {
        SeeTcp(0, fromNode: true, 1, "GET /install/ks/0123 HTTP/1.1\r\n");
        SeeTcp(3, fromNode: false, uint.MaxValue - 5, "HTTP/1.1 200 OK\r\n");
        SeeTcp(203, fromNode: false, uint.MaxValue - 5, "HTTP/1.1 200 OK\r\n");
        SeeTcp(204, fromNode: false, 20, "%post\n");

        Assert.Equal(4, Waited(RoadStep.Kickstart));
    }

    [Fact]
    public void An_offer_is_the_answer_to_the_machine_it_names()
    {
        SeeUdp(0, fromNode: true, 68, 67, Bootp());
        SeeUdp(2, fromNode: false, 67, 68, Bootp());

        Assert.Equal(2, Waited(RoadStep.Address));
    }

    private static string Bootp()
    {
        Span<byte> message = stackalloc byte[240];
        Node.CopyTo(message[28..]);
        return Encoding.Latin1.GetString(message);
    }

    private double Waited(RoadStep step) => _traffic.Shares[(Node, step)].Waited.TotalMilliseconds;

    private void SeeUdp(int at, bool fromNode, ushort source, ushort destination, string data)
    {
        var header = new byte[8];
        BinaryPrimitives.WriteUInt16BigEndian(header, source);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), destination);
        See(at, fromNode, Udp, [.. header, .. Encoding.Latin1.GetBytes(data)]);
    }

    private void SeeTcp(int at, bool fromNode, uint sequence, string data)
    {
        var header = new byte[20];
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)(fromNode ? 50000 : 80));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(fromNode ? 80 : 50000));
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), sequence);
        header[12] = 5 << 4;
        See(at, fromNode, Tcp, [.. header, .. Encoding.Latin1.GetBytes(data)]);
    }

    private void See(int at, bool fromNode, byte protocol, byte[] segment)
    {
        var frame = new byte[34];
        (fromNode ? Frontend : Node).CopyTo(frame);
        (fromNode ? Node : Frontend).CopyTo(frame.AsSpan(6));
        frame[12] = 8;
        frame[14] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(16), (ushort)(20 + segment.Length));
        frame[23] = protocol;
        byte[] whole = [.. frame, .. segment];
        _traffic.Observe(at * 1_000_000L, whole, whole.Length);
    }
}
