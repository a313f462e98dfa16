using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;
using Xunit;

namespace BootService.Tests.Dhcp;

/// <summary>Each oddity has a test here; the last one sees to it.</summary>
public class QuirkTests
{
    private static readonly byte[] HttpAndBzImage = [19, 1, 1, 24, 1, 1];
    private static readonly byte[] PcnetBus = [177, 5, 1, 0x10, 0x22, 0x20, 0x00];
    private static readonly byte[] IntelBus = [177, 5, 1, 0x80, 0x86, 0x10, 0x0E];

    private readonly DhcpFixture _server = new();

    [Fact]
    [Trait("quirk", "raspberry-pi")]
    public void A_Raspberry_Pi_sees_the_words_it_looks_for_also_when_it_is_unknown()
    {
        var pi = ClientPackets.Bios(MacAddress.Parse("b8:27:eb:00:00:01"));
        Assert.Equal(QuirkActions.RaspberryPiMenu, DhcpQuirks.For(Client(pi), "-late-offer"));
        Assert.Equal(QuirkActions.None, DhcpQuirks.For(Client(pi), "-raspberry-pi -late-offer"));
        _server.Set(DhcpQuirks.AttributeName, "raspberry-pi");
        Assert.True(_server.Ask(ClientPackets.Bios(DhcpFixture.Known)).AsSpan().IndexOf("Raspberry Pi Boot"u8) > 0);
        AssertMenu(_server.Ask(pi));

        static void AssertMenu(byte[] reply)
        {
            Assert.True(reply.AsSpan().IndexOf("Raspberry Pi Boot"u8) > 0);
            Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(reply, out var message));
            Assert.Equal(DhcpFixture.Frontend.Address, message.ServerAddress);
        }
    }

    [Fact]
    [Trait("quirk", "late-offer")]
    public void Early_Raspberry_Pis_and_hosts_that_say_so_are_offered_late_and_acknowledged_at_once()
    {
        Assert.True(Late(MacAddress.Parse("b8:27:eb:00:00:01")));
        Assert.False(Late(MacAddress.Parse("dc:a6:32:00:00:01")));
        Assert.False(Late(DhcpFixture.Known));
        _server.Set(DhcpQuirks.AttributeName, "late-offer");
        Assert.True(Late(DhcpFixture.Known));
        _server.Ask(ClientPackets.Make(DhcpFixture.Known, DhcpMessageType.Request, static (ref writer) =>
        {
            writer.Add(DhcpOptionCode.RequestedAddress, Ipv4.Parse("10.1.255.254"));
            writer.Add(DhcpOptionCode.ServerIdentifier, DhcpFixture.Frontend.Address);
        }));
        Assert.True(_server.Last is { Length: > 0, IsLate: false });

        bool Late(MacAddress mac) => _server.Ask(ClientPackets.Bios(mac)).Length > 0 && _server.Last.IsLate;
    }

    [Fact]
    [Trait("quirk", "nul-boot-file")]
    public void A_ROM_that_reads_on_finds_a_NUL() => Assert.Equal("pxelinux.0\0"u8.ToArray(), Option("nul-boot-file", DhcpOptionCode.BootFileName));

    [Fact]
    [Trait("quirk", "no-vendor-options")]
    public void Option_43_can_be_left_out() => Assert.Null(Option("no-vendor-options", DhcpOptionCode.VendorSpecific));

    [Fact]
    [Trait("quirk", "no-vendor-class")]
    public void Option_60_can_be_left_out() => Assert.Null(Option("no-vendor-class", DhcpOptionCode.VendorClass));

    [Fact]
    [Trait("quirk", "broadcast")]
    public void A_deaf_card_is_answered_by_broadcast()
    {
        Option("broadcast", DhcpOptionCode.VendorClass);
        Assert.Equal(ReplyRouteKind.Broadcast, _server.Last.Route.Kind);
    }

    [Fact]
    [Trait("quirk", "tftp-address")]
    public void Option_150_can_be_added() => Assert.Equal([10, 1, 1, 1], Option("tftp-address", DhcpOptionCode.TftpServerAddress));

    [Fact]
    [Trait("quirk", "pcnet-http")]
    public void The_iPXE_of_a_PCnet_card_goes_by_PXELINUX_unless_its_host_says_otherwise()
    {
        Assert.Equal("pxelinux.0", FileFor(DhcpFixture.Known, PcnetBus));
        Assert.Equal("pxelinux.0", FileFor(MacAddress.Parse("08:00:27:00:00:09"), PcnetBus));
        Assert.EndsWith(".ipxe", FileFor(DhcpFixture.Known, IntelBus), StringComparison.Ordinal);
        _server.Set(DhcpQuirks.AttributeName, "-pcnet-http");
        Assert.EndsWith(".ipxe", FileFor(DhcpFixture.Known, PcnetBus), StringComparison.Ordinal);
        _server.Set(DhcpQuirks.AttributeName, "pcnet-http");
        Assert.Equal("pxelinux.0", FileFor(DhcpFixture.Known, IntelBus));
        _server.Set(LoaderChain.AttributeName, "ipxe");
        Assert.EndsWith(".ipxe", FileFor(DhcpFixture.Known, PcnetBus), StringComparison.Ordinal);

        string FileFor(MacAddress mac, byte[] bus)
        {
            DhcpMessage.TryParse(_server.Ask(ClientPackets.Ipxe(mac, [.. HttpAndBzImage, .. bus])), out var reply);
            Assert.True(reply.TryGet(DhcpOptionCode.BootFileName, out var file));
            return System.Text.Encoding.ASCII.GetString(file);
        }
    }

    [Fact]
    [Trait("quirk", "silent-disk")]
    public void Firmware_that_is_to_boot_its_disk_is_sent_for_a_file_that_is_not_there_or_hears_nothing()
    {
        Assert.Equal("http://10.1.1.1/install/boot/own-disk", FileFor(ClientPackets.UefiHttp(DhcpFixture.Known)));
        Assert.Null(FileFor(ClientPackets.UefiHttp(MacAddress.Parse("52:54:00:00:09:09"))));
        _server.Set(LoaderChain.AttributeName, "shim");
        Assert.Equal("own-disk", FileFor(ClientPackets.Uefi(DhcpFixture.Known)));
        Assert.Equal(Core.Events.BootTold.NoLoader, _server.Last.Event.Told);
        _server.Set(DhcpQuirks.AttributeName, "silent-disk");
        Assert.Null(FileFor(ClientPackets.Uefi(DhcpFixture.Known)));
        Assert.Null(FileFor(ClientPackets.UefiHttp(DhcpFixture.Known)));

        string? FileFor(byte[] packet)
        {
            DhcpMessage.TryParse(_server.Ask(packet), out var reply);
            return reply.TryGet(DhcpOptionCode.BootFileName, out var file) ? System.Text.Encoding.ASCII.GetString(file) : null;
        }
    }

    [Fact]
    [Trait("quirk", "https")]
    public void Firmware_that_carries_our_certificate_is_sent_to_HTTPS_where_that_is_served()
    {
        Assert.StartsWith("http://10.1.1.1/", File(), StringComparison.Ordinal);
        _server.Current = _server.Current.Seen(DhcpFixture.Frontend with { HttpsPort = 443 });
        Assert.StartsWith("http://10.1.1.1/", File(), StringComparison.Ordinal);
        _server.Set(DhcpQuirks.AttributeName, "https");
        Assert.StartsWith("https://10.1.1.1/", File(), StringComparison.Ordinal);
        _server.Current = _server.Current.Seen(DhcpFixture.Frontend with { HttpsPort = 8444 });
        Assert.StartsWith("https://10.1.1.1:8444/", File(), StringComparison.Ordinal);
        _server.Current = _server.Current.Seen(DhcpFixture.Frontend);
        Assert.StartsWith("http://10.1.1.1/", File(), StringComparison.Ordinal);

        string File()
        {
            DhcpMessage.TryParse(_server.Ask(ClientPackets.UefiHttp(DhcpFixture.Known)), out var reply);
            Assert.True(reply.TryGet(DhcpOptionCode.BootFileName, out var file));
            return System.Text.Encoding.ASCII.GetString(file);
        }
    }

    [Fact]
    public void Every_oddity_has_a_test_a_reason_and_a_source()
    {
        var tested = typeof(QuirkTests).GetMethods().SelectMany(method => method.GetCustomAttributes(typeof(TraitAttribute), false)).Cast<TraitAttribute>()
            .Select(trait => trait.Value);
        Assert.Equal(DhcpQuirks.All.Select(quirk => quirk.Name).Order(), tested.Order());
        Assert.All(DhcpQuirks.All, quirk => Assert.True(quirk.Why.EndsWith('.') && quirk.Source.Length > 0));
    }

    private byte[]? Option(string quirk, DhcpOptionCode code)
    {
        _server.Set(DhcpQuirks.AttributeName, quirk);
        DhcpMessage.TryParse(_server.Ask(ClientPackets.Bios(DhcpFixture.Known)), out var reply);
        return reply.TryGet(code, out var value) ? value.ToArray() : null;
    }

    private static PxeClient Client(byte[] packet)
    {
        DhcpMessage.TryParse(packet, out var message);
        return PxeClient.From(message);
    }
}
