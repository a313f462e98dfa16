using BootService.Firmware.Dhcp;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;
using Xunit;

namespace BootService.Firmware.Tests.Dhcp;

public sealed class DhcpExchangeTests
{
    private static readonly Machine Node = new(MacAddress.Parse("52:54:00:aa:bb:01"));
    private static readonly Ipv4 Address = Ipv4.Parse("10.1.255.254");
    private readonly RecordedWire _wire = new();

    [Fact]
    public void A_machine_nobody_answers_asks_four_times_and_says_so()
    {
        var exchange = Begin(DhcpDialect.Edk2Pxe);
        var moments = new List<double>();
        while (!exchange.IsOver)
        {
            moments.Add(exchange.Deadline.TotalSeconds);
            exchange.Pass(exchange.Deadline, _wire);
        }

        Assert.Equal([4, 12, 28, 60], moments);
        Assert.Equal(4, _wire.Sent.Count);
        Assert.True(exchange.Result!.Address.IsAny);
        Assert.Contains("PXE-E51", exchange.Result.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void UEFI_gathers_offers_for_four_seconds_and_then_asks()
    {
        var exchange = Begin(DhcpDialect.Edk2Pxe);
        Answer(exchange, DhcpMessageType.Offer, 0.1);
        Assert.Single(_wire.Sent);
        Assert.True(exchange.HasEnough);
        exchange.Pass(TimeSpan.FromSeconds(4), _wire);
        Assert.Equal(DhcpMessageType.Request, TypeOf(_wire.Last.Datagram));
        Answer(exchange, DhcpMessageType.Ack, 4.1);
        Assert.Equal(Address, exchange.Result!.Address);
        Assert.Equal("snponly.efi", exchange.Result.Boot!.BootFile);
    }

    [Fact]
    public void IPXE_takes_an_offer_at_once_that_says_no_proxy_will_come()
    {
        var exchange = Begin(DhcpDialect.IpxeBios);
        Answer(exchange, DhcpMessageType.Offer, 0.1, noProxy: true);
        Assert.Equal(DhcpMessageType.Request, TypeOf(_wire.Last.Datagram));
    }

    [Fact]
    public void IPXE_waits_for_a_proxy_and_discovers_again_meanwhile()
    {
        var exchange = Begin(DhcpDialect.IpxeBios);
        Answer(exchange, DhcpMessageType.Offer, 0.1);
        exchange.Pass(exchange.Deadline, _wire);
        Assert.Equal([DhcpMessageType.Discover, DhcpMessageType.Discover], _wire.Sent.Select(sent => TypeOf(sent.Datagram)));
        Assert.Equal(TimeSpan.FromSeconds(3), exchange.Deadline);
        exchange.Pass(exchange.Deadline, _wire);
        Assert.Equal(DhcpMessageType.Request, TypeOf(_wire.Last.Datagram));
    }

    [Fact]
    public void The_boot_server_is_asked_on_4011_and_its_silence_is_named()
    {
        var exchange = Begin(DhcpDialect.Edk2Pxe);
        Answer(exchange, DhcpMessageType.Offer, 0.1, usesOffer: false);
        exchange.Pass(TimeSpan.FromSeconds(4), _wire);
        Answer(exchange, DhcpMessageType.Ack, 4.1, usesOffer: false);
        Assert.Equal((RecordedWire.Server, (ushort)4011), (_wire.Last.To, _wire.Last.Port));
        while (!exchange.IsOver)
        {
            exchange.Pass(exchange.Deadline, _wire);
        }

        Assert.Null(exchange.Result!.Boot);
        Assert.Contains("4011", exchange.Result.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_boot_servers_answer_names_the_file()
    {
        var exchange = Begin(DhcpDialect.IntelBios);
        Answer(exchange, DhcpMessageType.Offer, 0.1, usesOffer: false);
        exchange.Pass(TimeSpan.FromSeconds(4), _wire);
        Answer(exchange, DhcpMessageType.Ack, 4.1, usesOffer: false);
        Answer(exchange, DhcpMessageType.Ack, 4.2);
        Assert.Equal("snponly.efi", exchange.Result!.Boot!.BootFile);
    }

    [Fact]
    public void Another_machines_answer_is_nobodys()
    {
        var exchange = Begin(DhcpDialect.IpxeBios);
        var reply = Reply(DhcpMessageType.Offer, noProxy: true, usesOffer: true);
        reply[33]++;
        exchange.Receive(reply, RecordedWire.Server, 67, TimeSpan.FromSeconds(0.1), _wire);
        Assert.Single(_wire.Sent);
    }

    [Fact]
    public void No_datagram_of_any_length_throws()
    {
        Begin(DhcpDialect.IpxeBios);
        var reply = Reply(DhcpMessageType.Offer, noProxy: true, usesOffer: true);
        for (var length = 0; length < reply.Length; length++)
        {
            var exchange = Begin(DhcpDialect.IpxeBios);
            exchange.Receive(reply.AsSpan(0, length), RecordedWire.Server, 67, TimeSpan.FromSeconds(0.1), _wire);
        }
    }

    private DhcpExchange Begin(DhcpDialect dialect)
    {
        var exchange = new DhcpExchange(dialect, Node, 7, new ServicePorts());
        _wire.Sent.Clear();
        exchange.Begin(TimeSpan.Zero, _wire);
        return exchange;
    }

    private void Answer(DhcpExchange exchange, DhcpMessageType type, double at, bool noProxy = false, bool usesOffer = true) =>
        exchange.Receive(Reply(type, noProxy, usesOffer), RecordedWire.Server, 67, TimeSpan.FromSeconds(at), _wire);

    private byte[] Reply(DhcpMessageType type, bool noProxy, bool usesOffer)
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(_wire.Sent[0].Datagram, out var request));
        var reply = new byte[1500];
        var writer = new DhcpReplyWriter(
            reply, new byte[DhcpReplyWriter.ScratchLength], request, type)
        { YourAddress = Address, ServerAddress = RecordedWire.Server };
        writer.Add(DhcpOptionCode.ServerIdentifier, RecordedWire.Server);
        writer.AddText(DhcpOptionCode.VendorClass, "PXEClient");
        writer.AddText(DhcpOptionCode.BootFileName, "snponly.efi");
        Span<byte> encapsulated = stackalloc byte[PxeVendorOptions.Capacity];
        if (usesOffer)
        {
            writer.Add(DhcpOptionCode.VendorSpecific, encapsulated[..PxeVendorOptions.WriteUseThisOffer(encapsulated, [])]);
        }

        if (noProxy)
        {
            writer.Add(DhcpOptionCode.Ipxe, encapsulated[..PxeVendorOptions.WriteIpxe(encapsulated)]);
        }

        return reply[..writer.Finish([], 1400, mayOverload: false)];
    }

    private static DhcpMessageType TypeOf(byte[] datagram)
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(datagram, out var message));
        return message.Type;
    }
}
