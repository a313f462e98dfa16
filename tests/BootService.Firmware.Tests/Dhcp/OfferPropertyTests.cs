using BootService.Firmware.Dhcp;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Firmware.Tests.Dhcp;

/// <summary>Whatever offers come: each kind of firmware makes one thing of them, and says why when it makes none.</summary>
public sealed class OfferPropertyTests
{
    private static readonly Gen<DhcpOffer> Offer = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 2], Gen.Bool, Gen.Int[1, 4]).Select(
        (address, vendor, file, hasPxe, control, noProxy, server) =>
            new DhcpOffer(address == 0 ? Ipv4.Any : new Ipv4(0x0A01_0000u + (uint)address), new Ipv4(0x0A01_0100u + (uint)server))
            {
                VendorClass = new[] { "", "PXEClient", "HTTPClient" }[vendor],
                OptionFile = new[] { "", "pxelinux.0", "http://10.1.1.1/x", "" }[file],
                HeaderFile = file == 3 ? "header" : "",
                HasPxeOptions = hasPxe,
                DiscoveryControl = control == 0 ? null : (byte)(control == 1 ? 8 : 0),
                SaysNoProxy = noProxy,
            });

    [Fact]
    public void A_choice_is_of_what_was_offered_and_has_a_way_on_or_a_reason() =>
        Gen.Select(Gen.Enum<OfferRule>(), Offer.Array[0, 5]).Sample(
            (rule, offers) =>
            {
                var choice = OfferChoice.Of(rule, offers);
                Assert.True(choice.Address is null || (offers.Contains(choice.Address) && !choice.Address.Address.IsAny), $"{choice}");
                Assert.True(choice.Boot is null || (offers.Contains(choice.Boot) && choice.Boot.BootFile.Length > 0), $"{choice}");
                Assert.Equal(choice.Why is null, choice.Boot is not null || !choice.AskBootServer.IsAny);
                Assert.Equal(offers.All(offer => offer.Address.IsAny), choice.Address is null);
                Assert.False(choice is { Boot: not null, AskBootServer.IsAny: false }, $"{choice}");
                Assert.Matches(@"\A[^\n.]*\z", choice.Why ?? "");
            },
            iter: 20_000);

    [Fact]
    public void What_is_best_stays_so_whatever_comes_after_it() =>
        Gen.Select(Gen.Enum<OfferRule>(), Offer, Offer.Array[0, 4]).Sample(
            (rule, best, later) =>
            {
                if (!best.SaysNoProxy && OfferChoice.IsBest(rule, best))
                {
                    var alone = OfferChoice.Of(rule, [best]);
                    Assert.Null(alone.Why);
                    Assert.Equal(best, alone.Address);
                    Assert.Equal(best, OfferChoice.Of(rule, [best, .. later]).Address);
                }
            },
            iter: 20_000);

    [Fact]
    public void UEFI_that_boots_by_HTTP_is_never_shown_a_name_of_TFTP() =>
        Offer.Array[0, 5].Sample(
            offers => Assert.True(
                OfferChoice.Of(OfferRule.Edk2Http, offers).Boot is not { } boot || (boot.IsHttp && boot.BootFile.StartsWith("http", StringComparison.Ordinal))),
            iter: 5000);
}
