using BootService.Core.Dhcp;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Dhcp;

public sealed class RelayAgentTests
{
    private static readonly Ipv4 Own = Ipv4.Parse("10.3.0.1");

    [Fact]
    public void A_client_s_message_is_passed_on_with_our_address_and_one_hop_more()
    {
        var sent = Message(op: 1, hops: 2);
        var into = new byte[600];
        Assert.Equal(sent.Length, RelayAgent.Forward(Parsed(sent), Own, into));
        var passed = Parsed(into.AsSpan(0, sent.Length));
        Assert.Equal((3, Own), (passed.Hops, passed.RelayAddress));
        into[3] = sent[3];
        into.AsSpan(24, 4).Clear();
        Assert.Equal(sent, into[..sent.Length]);
    }

    [Theory]
    [InlineData(2, 0, "0.0.0.0", 600)] // an answer
    [InlineData(1, 16, "0.0.0.0", 600)] // round in a circle
    [InlineData(1, 0, "10.3.0.9", 600)] // another relay's
    [InlineData(1, 0, "0.0.0.0", 200)] // too long
    public void Nothing_else_is(byte op, byte hops, string relay, int room) =>
        Assert.Equal(0, RelayAgent.Forward(Parsed(Message(op, hops, relay)), Own, new byte[room]));

    [Theory]
    [InlineData("10.3.0.50", "0.0.0.0", false, "10.3.0.1", "Hardware 10.3.0.50:68")]
    [InlineData("10.3.0.50", "0.0.0.0", true, "10.3.0.1", "Broadcast 255.255.255.255:68")]
    [InlineData("0.0.0.0", "0.0.0.0", false, "10.3.0.1", "Broadcast 255.255.255.255:68")] // a NAK
    [InlineData("10.3.0.50", "10.3.0.50", false, "10.3.0.1", "Unicast 10.3.0.50:68")]
    [InlineData("10.3.0.50", "0.0.0.0", false, "10.3.0.2", "")]
    public void An_answer_goes_where_its_client_hears_it(string yours, string client, bool broadcast, string relay, string expected)
    {
        var answer = Message(op: 2, hops: 1, relay);
        Ipv4Octets(yours).CopyTo(answer, 16);
        Ipv4Octets(client).CopyTo(answer, 12);
        answer[10] = (byte)(broadcast ? 0x80 : 0);
        var route = RelayAgent.Back(Parsed(answer), Own, 68);
        Assert.Equal(expected, route is { } way ? $"{way.Kind} {way.Address}:{way.Port}" : string.Empty);
    }

    [Fact]
    public void A_question_is_no_answer() => Assert.Null(RelayAgent.Back(Parsed(Message(op: 1, hops: 0, "10.3.0.1")), Own, 68));

    private static byte[] Ipv4Octets(string address) => System.Net.IPAddress.Parse(address).GetAddressBytes();

    private static DhcpMessage Parsed(ReadOnlySpan<byte> octets)
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(octets, out var message));
        return message;
    }

    private static byte[] Message(byte op, byte hops, string relay = "0.0.0.0")
    {
        var octets = new byte[300];
        (octets[0], octets[1], octets[2], octets[3]) = (op, 1, 6, hops);
        Ipv4Octets(relay).CopyTo(octets, 24);
        new byte[] { 0x52, 0x54, 0, 0, 0, 9 }.CopyTo(octets, 28);
        new byte[] { 99, 130, 83, 99, 53, 1, 1, 255 }.CopyTo(octets, 236);
        return octets;
    }
}
