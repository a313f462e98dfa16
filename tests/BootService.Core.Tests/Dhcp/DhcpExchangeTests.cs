using BootService.Core.Dhcp;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Dhcp;

/// <summary>What is remembered of clients between their messages, and what is done differently for some of them.</summary>
public class DhcpExchangeTests
{
    private static readonly PxeClient Bios = new() { Vendor = PxeVendor.PxeClient, Architecture = PxeArchitecture.X86Bios, Firmware = PxeFirmware.Bios };

    [Fact]
    public void A_request_that_leaves_out_what_its_discover_said_gets_what_the_offer_said()
    {
        var exchanges = new DhcpExchanges();
        exchanges.Complete(Asked(DhcpMessageType.Discover, 7, 1, Bios), 1000);
        Assert.Equal(Bios, exchanges.Complete(Asked(DhcpMessageType.Request, 7, 1, default), 2000).Pxe);
        Assert.Equal(default, exchanges.Complete(Asked(DhcpMessageType.Request, 7, 2, default), 2000).Pxe);
        Assert.Equal(default, exchanges.Complete(Asked(DhcpMessageType.Request, 8, 1, default), 2000).Pxe);
        Assert.Equal(default, exchanges.Complete(Asked(DhcpMessageType.Request, 7, 1, default), 61_000).Pxe);
    }

    [Fact]
    public void A_system_that_begins_anew_is_no_firmware_any_more()
    {
        var exchanges = new DhcpExchanges();
        exchanges.Complete(Asked(DhcpMessageType.Discover, 7, 1, Bios), 1000);
        exchanges.Complete(Asked(DhcpMessageType.Discover, 7, 1, default), 1500);
        Assert.Equal(default, exchanges.Complete(Asked(DhcpMessageType.Request, 7, 1, default), 2000).Pxe);
    }

    /// <summary>The memory is of fixed size: a client may be forgotten for another, and never takes another's words.</summary>
    [Fact]
    public void Whatever_comes_nobody_is_given_another_client_s_words() =>
        Gen.Select(Gen.ULong[1, 40_000], Gen.UInt[1, 3], Gen.Bool, Gen.Bool).Array[1, 200].Sample(
            messages =>
            {
                var (exchanges, said) = (new DhcpExchanges(), new Dictionary<(ulong, uint), PxeClient>());
                foreach (var (client, exchange, isDiscover, isFirmware) in messages)
                {
                    var pxe = isFirmware ? Bios with { UndiVersion = (ushort)(client % 60_000) } : default;
                    var heard = exchanges.Complete(Asked(isDiscover ? DhcpMessageType.Discover : DhcpMessageType.Request, client, exchange, pxe), 5);
                    if (isDiscover)
                    {
                        Assert.Equal(pxe, heard.Pxe);
                        said[(client, exchange)] = pxe;
                    }
                    else
                    {
                        var before = said.GetValueOrDefault((client, exchange));
                        Assert.True(heard.Pxe == pxe || heard.Pxe == pxe.CompletedBy(before), $"{client}: {heard.Pxe}");
                    }
                }
            },
            iter: 300);

    [Fact]
    public void Who_asks_again_before_he_was_heard_to_choose_was_not_answered()
    {
        var heard = new ClientsHeard();
        Assert.False(heard.Asked(7, 1000));
        Assert.True(heard.Asked(7, 5000));
        heard.Chose(7, 6000);
        Assert.True(heard.HasChosen(7, 5500));
        Assert.False(heard.HasChosen(7, 6001));
        Assert.False(heard.HasChosen(8, 0));
        Assert.False(heard.Asked(7, 7000));
        Assert.False(heard.Asked(7, 7000 + 60_000));
    }

    [Theory]
    [InlineData(null, QuirkActions.None)]
    [InlineData("broadcast", QuirkActions.Broadcast)]
    [InlineData("  broadcast   nul-boot-file ", QuirkActions.Broadcast | QuirkActions.EndBootFile)]
    [InlineData("broadcast -broadcast", QuirkActions.Broadcast)]
    [InlineData("Broadcast brodcast -nothing", QuirkActions.None)]
    [InlineData("no-vendor-options no-vendor-class tftp-address silent-disk", QuirkActions.NoVendorOptions | QuirkActions.NoVendorClass
        | QuirkActions.TftpServerAddress | QuirkActions.SilentDisk)]
    public void A_host_switches_oddities_on_by_their_names(string? switches, QuirkActions actions) => Assert.Equal(actions, DhcpQuirks.For(Bios, switches));

    [Fact]
    public void Firmware_of_known_oddity_is_met_unless_its_host_says_otherwise()
    {
        var pi = new PxeClient { Vendor = PxeVendor.PxeClient, IsRaspberryPi = true, IsEarlyRaspberryPi = true, Firmware = PxeFirmware.RaspberryPi };
        Assert.Equal(QuirkActions.RaspberryPiMenu | QuirkActions.LateOffer, DhcpQuirks.For(pi, null));
        Assert.Equal(QuirkActions.LateOffer, DhcpQuirks.For(pi, "-raspberry-pi"));
        Assert.Equal(QuirkActions.None, DhcpQuirks.For(pi, "-late-offer -raspberry-pi"));
        Assert.Equal(QuirkActions.RaspberryPiMenu, DhcpQuirks.For(pi with { IsEarlyRaspberryPi = false }, ""));
        var pcnet = new PxeClient { IsIpxe = true, Firmware = PxeFirmware.Bios, Card = new PciDevice(0x1022, 0x2000) };
        Assert.Equal("pxelinux", DhcpQuirks.LoaderFor(pcnet, null)?.Loader);
        Assert.Null(DhcpQuirks.LoaderFor(pcnet, "-pcnet-http"));
        Assert.Null(DhcpQuirks.LoaderFor(pcnet with { Card = new PciDevice(0x8086, 0x100E) }, null));
        Assert.Equal("pcnet-http", DhcpQuirks.LoaderFor(Bios, "pcnet-http")?.Name);
    }

    [Fact]
    public void Each_oddity_has_a_name_of_its_own_a_sentence_and_somebody_who_saw_it()
    {
        Assert.Distinct(DhcpQuirks.All.Select(quirk => quirk.Name));
        Assert.All(
            DhcpQuirks.All,
            quirk =>
            {
                Assert.Matches("^[a-z]+(-[a-z]+)*$", quirk.Name);
                Assert.Matches(@"^[^\n]{30,}\.$", quirk.Why);
                Assert.NotEmpty(quirk.Source);
                Assert.True(quirk.Actions is not QuirkActions.None || quirk.Loader is not null, quirk.Name);
            });
    }

    /// <summary>Chains of slots, held against lists.</summary>
    [Fact]
    public void A_chain_is_what_came_and_did_not_go_in_its_order() =>
        Gen.Select(Gen.Int[0, 11], Gen.Bool).Array[0, 60].Sample(
            steps =>
            {
                var (slots, chain, kept) = (new LeaseSlot[12], new LeaseChain(), new List<int>());
                foreach (var (index, comes) in steps)
                {
                    if (comes && !kept.Contains(index))
                    {
                        chain.Append(slots, index);
                        kept.Add(index);
                    }
                    else if (!comes && kept.Remove(index))
                    {
                        chain.Remove(slots, index);
                    }
                }

                var walked = new List<int>();
                for (var at = chain.Head; at != LeaseChain.None; at = slots[at].Next)
                {
                    walked.Add(at);
                }

                Assert.Equal(kept, walked);
                Assert.Equal(kept.Count, chain.Count);
            },
            iter: 2000);

    private static DhcpQuestion Asked(DhcpMessageType type, ulong client, uint exchange, PxeClient pxe) =>
        new() { Type = type, Client = client, Mac = new MacAddress(client), Exchange = exchange, Pxe = pxe };
}
