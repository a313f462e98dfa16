using BootService.Core.Dhcp;
using BootService.Core.Networks;
using BootService.Core.Reasons;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Dhcp;

/// <summary>What stands in the octets of a reply, read back as a client reads them.</summary>
public class DhcpReplyOctetsTests
{
    private static readonly Ipv4 Us = Ipv4.Parse("10.1.1.1");
    private static readonly Ipv4 Given = Ipv4.Parse("10.1.0.9");
    private static readonly Network Network = new("private", Ipv4Network.Parse("10.1.0.0/16"))
    {
        Gateway = Ipv4.Parse("10.1.255.254"),
        Zone = "cluster.example"
    };
    private static readonly DhcpFacts Facts = new() { Server = Us, OwnAddress = Us, Network = Network };

    private static readonly DhcpParameters Loader = new()
    {
        HostName = "backend-0-0",
        DomainName = "cluster.example",
        BootFile = "pxelinux.0",
        BootServer = "10.1.1.1",
        VendorClass = "PXEClient",
        IsPxe = true,
        NameServers = [Us, Given],
    };

    private readonly byte[] _reply = new byte[1500];

    private delegate void Fill(ref DhcpRequestWriter writer);

    [Fact]
    public void An_offer_says_address_network_and_loader()
    {
        var message = Write(DhcpAnswer.Offer(Given), Loader);
        Assert.Equal((DhcpMessageType.Offer, Given, Us, Us),
            (message.Type, message.YourAddress, message.ServerAddress, message.AddressOf(DhcpOptionCode.ServerIdentifier)));
        Assert.Equal((Network.Subnet.Mask, Network.Gateway!.Value, Network.Subnet.Broadcast),
            (message.AddressOf(DhcpOptionCode.SubnetMask), message.AddressOf(DhcpOptionCode.Router), message.AddressOf(DhcpOptionCode.BroadcastAddress)));
        Assert.Equal(
            ("backend-0-0", "cluster.example", "10.1.1.1", "pxelinux.0", "PXEClient"),
            (Text(message, DhcpOptionCode.HostName), Text(message, DhcpOptionCode.DomainName), Text(message, DhcpOptionCode.TftpServerName),
                Text(message, DhcpOptionCode.BootFileName), Text(message, DhcpOptionCode.VendorClass)));
        Assert.True(message.BootFile.StartsWith("pxelinux.0"u8));
        Assert.True(message.TryGet(DhcpOptionCode.DomainNameServer, out var servers) && servers.Length == 8);
        Assert.True(message.TryGet(DhcpOptionCode.VendorSpecific, out _));
        Assert.False(message.TryGet(DhcpOptionCode.InterfaceMtu, out _));
    }

    [Fact]
    public void Machines_that_were_switched_on_together_renew_at_different_times_and_always_in_the_right_order() =>
        Gen.Select(Gen.UInt, Gen.Int[1, 1_000_000]).Sample(
            (exchange, seconds) =>
            {
                var message = Write(DhcpAnswer.Acknowledge(Given), new DhcpParameters(), TimeSpan.FromSeconds(seconds), exchange: exchange);
                var (lease, renew, rebind) = (
                    Seconds(message, DhcpOptionCode.LeaseTime), Seconds(message, DhcpOptionCode.RenewalTime), Seconds(message, DhcpOptionCode.RebindingTime));
                Assert.Equal((uint)seconds, lease);
                Assert.True(renew <= rebind && rebind <= lease, $"{renew} {rebind} {lease}");
                Assert.InRange(renew, lease * 7 / 16 - 1, lease / 2);
            },
            iter: 2000,
            threads: 1);

    [Fact]
    public void A_fixed_address_has_the_lease_of_the_settings()
    {
        Assert.Equal(3600u, Seconds(Write(DhcpAnswer.Acknowledge(Given), Loader), DhcpOptionCode.LeaseTime));
        Assert.Equal(300u, Seconds(Write(DhcpAnswer.Acknowledge(Given), Loader, TimeSpan.FromMinutes(5)), DhcpOptionCode.LeaseTime));
    }

    [Fact]
    public void A_refusal_says_why_and_nothing_else_and_is_broadcast_behind_a_relay()
    {
        var message = Write(DhcpAnswer.Refuse(DhcpReason.OfOtherNetwork), Loader, fill: (ref writer) => writer.RelayAddress = Ipv4.Parse("10.2.0.1"));
        Assert.Equal((DhcpMessageType.Nak, DhcpSentences.Of(DhcpReason.OfOtherNetwork)), (message.Type, Text(message, DhcpOptionCode.Message)));
        Assert.True(message.WantsBroadcast);
        Assert.True(message.YourAddress.IsAny && message.ServerAddress.IsAny);
        Assert.False(message.TryGet(DhcpOptionCode.LeaseTime, out _) || message.TryGet(DhcpOptionCode.SubnetMask, out _)
            || message.TryGet(DhcpOptionCode.BootFileName, out _));
        Assert.False(Write(DhcpAnswer.Refuse(DhcpReason.OfOtherNetwork), Loader).WantsBroadcast);
    }

    [Fact]
    public void A_proxy_gives_neither_address_nor_network()
    {
        var message = Write(DhcpAnswer.Offer(default), Loader, facts: Facts with { Mode = DhcpMode.Proxy });
        Assert.True(message.YourAddress.IsAny);
        Assert.False(message.TryGet(DhcpOptionCode.LeaseTime, out _) || message.TryGet(DhcpOptionCode.SubnetMask, out _)
            || message.TryGet(DhcpOptionCode.HostName, out _));
        Assert.Equal("pxelinux.0", Text(message, DhcpOptionCode.BootFileName));
    }

    [Fact]
    public void An_answer_to_INFORM_gives_no_address_and_repeats_the_clients_own()
    {
        var message = Write(DhcpAnswer.Inform(), new DhcpParameters(), fill: (ref writer) => writer.ClientAddress = Given, type: DhcpMessageType.Inform);
        Assert.Equal((DhcpMessageType.Ack, default, Given), (message.Type, message.YourAddress, message.ClientAddress));
        Assert.False(message.TryGet(DhcpOptionCode.LeaseTime, out _));
        Assert.True(message.TryGet(DhcpOptionCode.SubnetMask, out _));
    }

    [Fact]
    public void Who_boots_nothing_from_us_hears_of_no_server()
    {
        var message = Write(DhcpAnswer.Acknowledge(Given), new DhcpParameters { HostName = "backend-0-0" });
        Assert.True(message.ServerAddress.IsAny);
        Assert.False(message.TryGet(DhcpOptionCode.TftpServerName, out _) || message.TryGet(DhcpOptionCode.VendorClass, out _)
            || message.TryGet(DhcpOptionCode.Ipxe, out _));
    }

    [Theory]
    [InlineData(QuirkActions.NoVendorClass, DhcpOptionCode.VendorClass, false)]
    [InlineData(QuirkActions.NoVendorOptions, DhcpOptionCode.VendorSpecific, false)]
    [InlineData(QuirkActions.TftpServerAddress, DhcpOptionCode.TftpServerAddress, true)]
    public void An_oddity_changes_its_option_and_no_other(QuirkActions quirk, DhcpOptionCode option, bool isThere)
    {
        var usual = Codes(Write(DhcpAnswer.Offer(Given), Loader));
        var odd = Codes(Write(DhcpAnswer.Offer(Given), Loader with { Quirks = quirk }));
        Assert.Equal(isThere, odd.Contains(option));
        Assert.Equal([option], usual.Except(odd).Concat(odd.Except(usual)));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(254, true)]
    [InlineData(255, false)]
    public void A_boot_file_ends_with_a_NUL_for_ROMs_that_read_beyond_it_where_that_fits(int length, bool ended)
    {
        var name = new string('a', length);
        var message = Write(DhcpAnswer.Offer(Given), Loader with { BootFile = name, Quirks = QuirkActions.EndBootFile }, fill: Large);
        Assert.Equal(ended ? name + "\0" : name, Text(message, DhcpOptionCode.BootFileName));
    }

    [Fact]
    public void A_network_with_large_packets_says_so() =>
        Assert.True(
            Write(DhcpAnswer.Offer(Given), Loader, facts: Facts with { Network = Network with { Mtu = 9000 } }).TryGet(DhcpOptionCode.InterfaceMtu, out var mtu)
            && mtu.SequenceEqual((ReadOnlySpan<byte>)[0x23, 0x28]));

    [Fact]
    public void Whatever_is_to_be_said_the_reply_can_be_read_and_what_did_not_fit_is_counted() =>
        Gen.Select(Gen.Int[0, 700], Gen.Int[0, 63], Gen.Int[0, 400], Gen.Int[0, 8], Gen.Enum<QuirkActions>(), Gen.Bool).Sample(
            (file, host, zone, servers, quirk, large) =>
            {
                var words = Loader with
                {
                    BootFile = file == 0 ? null : new string('f', file),
                    HostName = host == 0 ? null : new string('h', host),
                    DomainName = zone == 0 ? null : new string('z', zone),
                    NameServers = [.. Enumerable.Repeat(Us, servers)],
                    Quirks = quirk,
                    IsIpxe = large,
                };
                var octets = new DhcpReplyOctets(TimeSpan.FromHours(1));
                var request = Request(large ? Large : null, DhcpMessageType.Discover, 7);
                Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(request, out var asked));
                var length = octets.Write(_reply, asked, DhcpAnswer.Offer(Given), Facts, words, TimeSpan.Zero);
                Assert.InRange(length, 240, large ? 1472 : 548);
                Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(_reply.AsSpan(0, length), out var message));
                Assert.Equal((DhcpMessageType.Offer, Given), (message.Type, message.YourAddress));
                var all = (file == 0 || message.TryGet(DhcpOptionCode.BootFileName, new byte[1024], out _))
                    && (host == 0 || message.TryGet(DhcpOptionCode.HostName, out _))
                    && (zone == 0 || message.TryGet(DhcpOptionCode.DomainName, new byte[1024], out _));
                Assert.True(all || octets.LeftOut > 0);
            },
            iter: 2000,
            threads: 1);

    private static void Large(ref DhcpRequestWriter writer) => writer.Add(DhcpOptionCode.MaximumMessageSize, (ushort)1500);

    private DhcpMessage Write(
        DhcpAnswer answer, DhcpParameters words, TimeSpan term = default, DhcpFacts? facts = null, Fill? fill = null,
            DhcpMessageType type = DhcpMessageType.Discover,
        uint exchange = 7)
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(Request(fill, type, exchange), out var asked));
        var length = new DhcpReplyOctets(TimeSpan.FromHours(1)).Write(_reply, asked, answer, facts ?? Facts, words, term);
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(_reply.AsSpan(0, length), out var message));
        Assert.Equal(exchange, message.TransactionId);
        return message;
    }

    private static byte[] Request(Fill? fill, DhcpMessageType type, uint exchange)
    {
        var buffer = new byte[600];
        var writer = new DhcpRequestWriter(buffer, type, Cluster.Mac(0), exchange);
        fill?.Invoke(ref writer);
        return buffer[..writer.Finish()];
    }

    private static string? Text(in DhcpMessage message, DhcpOptionCode code) =>
        message.TryGet(code, new byte[1024], out var octets) ? System.Text.Encoding.ASCII.GetString(octets) : null;

    private static uint Seconds(in DhcpMessage message, DhcpOptionCode code) =>
        message.TryGet(code, out var octets) ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(octets)
            : throw new InvalidOperationException(code.ToString());

    private static HashSet<DhcpOptionCode> Codes(in DhcpMessage message)
    {
        var codes = new HashSet<DhcpOptionCode>();
        foreach (var option in message.Options)
        {
            codes.Add(option.Code);
        }

        return codes;
    }
}
