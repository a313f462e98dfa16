using BootService.Firmware.Dhcp;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Firmware.Tests.Dhcp;

/// <summary>What firmware reads out of answers, and what it makes of several.</summary>
public sealed class OfferReadingTests
{
    private static readonly Ipv4 Address = Ipv4.Parse("10.1.255.254");
    private static readonly Ipv4 From = Ipv4.Parse("10.1.1.9");

    private static readonly Gen<DhcpOffer> Any = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Bool, Gen.Int[-1, 9], Gen.Bool).Select(one =>
        new DhcpOffer(one.Item1 == 0 ? Ipv4.Any : Address, new Ipv4(0x0A010100u + (uint)one.Item1))
        {
            VendorClass = one.Item2 switch { 0 => "", 1 => "PXEClient", 2 => "HTTPClient", _ => "docsis" },
            OptionFile = one.Item3 switch { 0 => "", 1 => "pxelinux.0", 2 => "http://10.1.1.1/x.efi", _ => "https://10.1.1.1/x.efi" },
            HasPxeOptions = one.Item4,
            DiscoveryControl = one.Item5 < 0 ? null : (byte)one.Item5,
            SaysNoProxy = one.Item6,
        });

    private delegate void Fill(ref DhcpReplyWriter writer);

    [Fact]
    public void Everything_that_decides_a_boot_is_read()
    {
        var offer = Read((ref writer) =>
        {
            writer.YourAddress = Address;
            writer.ServerAddress = RecordedWire.Server;
            writer.Add(DhcpOptionCode.ServerIdentifier, RecordedWire.Server);
            writer.AddText(DhcpOptionCode.VendorClass, "PXEClient");
            writer.AddText(DhcpOptionCode.BootFileName, "pxelinux.0\0");
            writer.Add(DhcpOptionCode.VendorSpecific, [6, 1, 8, 255]);
            writer.Add(DhcpOptionCode.Ipxe, [176, 1, 1]);
            writer.Add((DhcpOptionCode)13, (ushort)3);
            writer.Add(DhcpOptionCode.LeaseTime, 90u);
            writer.AddText((DhcpOptionCode)209, "site.cfg");
        });
        Assert.Equal(new DhcpOffer(Address, RecordedWire.Server)
        {
            NextServer = RecordedWire.Server,
            VendorClass = "PXEClient",
            OptionFile = "pxelinux.0",
            HasPxeOptions = true,
            DiscoveryControl = 8,
            SaysNoProxy = true,
            BootFileSize = 1536,
            Lease = TimeSpan.FromSeconds(90),
            PxelinuxConfig = "site.cfg",
        }, offer);
        Assert.Equal((true, false, "pxelinux.0"), (offer.IsPxe, offer.IsHttp, offer.BootFile));
    }

    [Fact]
    public void A_server_that_does_not_name_itself_is_where_the_answer_came_from()
    {
        var offer = Read((ref writer) => writer.TrySetBootFile("header.0"));
        Assert.Equal((From, From, "header.0", ""), (offer.Server, offer.BootServer, offer.BootFile, offer.OptionFile));
        Assert.Equal((null, null, TimeSpan.Zero, false), (offer.DiscoveryControl, offer.BootFileSize, offer.Lease, offer.HasPxeOptions));
    }

    [Theory]
    [InlineData(new byte[] { 43, 0 })]
    [InlineData(new byte[] { 43, 3, 6, 9, 8 })]
    [InlineData(new byte[] { 43, 2, 255, 6 })]
    [InlineData(new byte[] { 13, 1, 9 })]
    [InlineData(new byte[] { 51, 3, 0, 0, 9 })]
    [InlineData(new byte[] { 175, 1, 176 })]
    public void Options_that_lie_of_their_length_say_nothing(byte[] option)
    {
        var offer = Read((ref writer) => writer.Add((DhcpOptionCode)option[0], option.AsSpan(2)));
        Assert.Equal((null, null, TimeSpan.Zero, false), (offer.DiscoveryControl, offer.BootFileSize, offer.Lease, offer.SaysNoProxy));
    }

    [Fact]
    public void Whatever_servers_offer_firmware_takes_an_address_that_was_offered_and_says_why_when_it_boots_nothing() =>
        Gen.Select(Gen.Enum<OfferRule>(), Any.Array[0, 5]).Sample(
            (rule, offers) =>
            {
                var choice = OfferChoice.Of(rule, offers);
                Assert.True(choice.Address is null || (offers.Contains(choice.Address) && !choice.Address.Address.IsAny));
                Assert.Equal(offers.All(offer => offer.Address.IsAny), choice.Address is null);
                Assert.True(choice.Boot is null
                    || (offers.Contains(choice.Boot) && choice.Boot.BootFile.Length > 0 && choice.AskBootServer.IsAny && choice.Why is null));
                Assert.Equal(choice.Boot is null && choice.AskBootServer.IsAny, choice.Why is not null);
                Assert.True(rule is not OfferRule.Edk2Http || choice.Boot?.IsHttp is not false);

                // Who waits for nothing better takes it whatever else comes.
                foreach (var best in offers.Where(offer => OfferChoice.IsBest(rule, offer)))
                {
                    Assert.NotNull(OfferChoice.Of(rule, [best]).Address);
                }
            },
            iter: 20_000);

    [Fact]
    public void An_exchange_takes_any_octets_and_ends_when_nobody_answers() =>
        Gen.Select(Gen.Int[0, 4], Gen.Byte.Array[0, 400].Array[0, 10], Gen.Bool).Sample(
            (which, datagrams, looksLikeOne) =>
            {
                DhcpDialect[] dialects = [DhcpDialect.IntelBios, DhcpDialect.IpxeBios, DhcpDialect.IpxeEfi, DhcpDialect.Edk2Pxe, DhcpDialect.Edk2Http];
                var wire = new RecordedWire();
                var exchange = new DhcpExchange(dialects[which], new Machine(MacAddress.Parse("52:54:00:aa:bb:01")), 7, new ServicePorts());
                exchange.Begin(default, wire);
                foreach (var octets in datagrams)
                {
                    byte[] datagram = looksLikeOne ? [.. Reply((ref writer) => writer.YourAddress = Address)[..240], .. octets] : octets;
                    exchange.Receive(datagram, From, 67, TimeSpan.FromMilliseconds(1), wire);
                }

                for (var passes = 0; !exchange.IsOver; passes++)
                {
                    Assert.InRange(passes, 0, 40);
                    exchange.Pass(exchange.Deadline, wire);
                }

                Assert.True(exchange.Result!.Boot is not null || exchange.Result.Why is not null);
            },
            iter: 3000);

    private static DhcpOffer Read(Fill fill)
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(Reply(fill), out var message));
        return DhcpOffer.From(message, From);
    }

    private static byte[] Reply(Fill fill)
    {
        var asked = new byte[600];
        var length = new DhcpRequestWriter(asked, DhcpMessageType.Discover, MacAddress.Parse("52:54:00:aa:bb:01"), 7).Finish();
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(asked.AsSpan(0, length), out var request));
        var reply = new byte[1500];
        var writer = new DhcpReplyWriter(reply, new byte[DhcpReplyWriter.ScratchLength], request, DhcpMessageType.Offer);
        fill(ref writer);
        return reply[..writer.Finish([], 1400, mayOverload: false)];
    }
}
