using System.Buffers.Binary;
using System.Text;
using BootService.Lab.Traffic;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Interop.Tests.Lab;

/// <summary>How long questions wait at the frontend's card, told from frames made by hand; times are milliseconds.</summary>
public sealed class AnswerTimesTests
{
    private const byte DhcpDiscover = 1;
    private const byte DhcpOffer = 2;
    private static readonly MacAddress Frontend = MacAddress.Parse("52:54:00:00:00:01");
    private static readonly MacAddress Node = MacAddress.Parse("52:54:00:00:01:00");

    private readonly AnswerTimes _answers = new(Frontend);

    [Fact]
    public void A_question_waits_from_the_first_time_it_is_asked_to_its_first_answer()
    {
        SeeDhcp(0, Node, DhcpDiscover, transaction: 7);
        SeeDhcp(1000, Node, DhcpDiscover, transaction: 7);
        SeeDhcp(1200, Frontend, DhcpOffer, transaction: 7);
        SeeDhcp(1300, Frontend, DhcpOffer, transaction: 7);

        Assert.Equal([TimeSpan.FromMilliseconds(1200)], _answers.WaitsOf(Question.Discover));
        Assert.Equal(0, _answers.OpenOf(Question.Discover));
    }

    [Fact]
    public void Another_transaction_s_answer_leaves_a_question_open()
    {
        SeeDhcp(0, Node, DhcpDiscover, transaction: 7);
        SeeDhcp(5, Frontend, DhcpOffer, transaction: 8);

        Assert.Empty(_answers.WaitsOf(Question.Discover));
        Assert.Equal(1, _answers.OpenOf(Question.Discover));
    }

    [Fact]
    public void What_the_frontend_asks_itself_is_nobody_s_wait()
    {
        SeeDhcp(0, Frontend, DhcpDiscover, transaction: 7);

        Assert.Equal(0, _answers.OpenOf(Question.Discover));
    }

    [Fact]
    public void A_file_is_answered_by_the_first_packet_to_the_port_that_asked()
    {
        See(0, Node, 2070, 69, Encoding.ASCII.GetBytes("\0\u0001pxelinux.0\0octet\0"));
        See(3, Frontend, 40000, 2071, Encoding.ASCII.GetBytes("\0\u0006tsize\09\0"));
        See(4, Frontend, 40000, 2070, Encoding.ASCII.GetBytes("\0\u0006tsize\09\0"));

        Assert.Equal([TimeSpan.FromMilliseconds(4)], _answers.WaitsOf(Question.File));
    }

    private void SeeDhcp(int milliseconds, MacAddress from, byte type, byte transaction)
    {
        var message = new byte[300];
        message[0] = (byte)(type is DhcpOffer ? 2 : 1);
        message[1] = 1;
        message[2] = 6;
        message[7] = transaction;
        Node.CopyTo(message.AsSpan(28));
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(236), 0x63825363);
        ((ReadOnlySpan<byte>)[53, 1, type, 255]).CopyTo(message.AsSpan(240));
        See(milliseconds, from, from == Frontend ? 67 : 68, from == Frontend && type is DhcpOffer ? 68 : 67, message);
    }

    private void See(int milliseconds, MacAddress from, int source, int destination, byte[] payload)
    {
        var frame = new byte[14 + 20 + 8 + payload.Length];
        (from == Frontend ? Node : Frontend).CopyTo(frame);
        from.CopyTo(frame.AsSpan(6));
        frame[12] = 8;
        frame[14] = 0x45;
        frame[14 + 9] = 17;
        frame[14 + (from == Frontend ? 19 : 15)] = 9;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(34), (ushort)source);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(36), (ushort)destination);
        payload.CopyTo(frame, 42);
        _answers.Observe(milliseconds * 1_000_000L, frame);
    }
}
