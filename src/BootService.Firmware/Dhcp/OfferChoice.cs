using BootService.Protocols.Net;

namespace BootService.Firmware.Dhcp;

/// <summary>What a client made of the offers it gathered.</summary>
/// <param name="Address">The offer it takes its address from; null when none will do.</param>
/// <param name="Boot">The offer it boots by; null for none, or when the boot server has to be asked.</param>
/// <param name="AskBootServer">Where port 4011 is asked before the boot file is known; 0.0.0.0 for nowhere.</param>
/// <param name="Why">What stands against it, a sentence; null when it will do.</param>
public sealed record OfferChoice(DhcpOffer? Address, DhcpOffer? Boot, Ipv4 AskBootServer, string? Why)
{
    private const byte UseThisOffer = 8;

    /// <summary>Picks from the offers at hand by the rules of one kind of firmware. Pure.</summary>
    public static OfferChoice Of(OfferRule rule, IReadOnlyList<DhcpOffer> offers)
    {
        ArgumentNullException.ThrowIfNull(offers);
        return rule switch
        {
            OfferRule.Edk2Http => Http(offers),
            OfferRule.Ipxe => Ipxe(offers),
            _ => Pxe(offers),
        };
    }

    /// <summary>Whether nothing better can come: the client would take this offer whatever else is said.</summary>
    public static bool IsBest(OfferRule rule, DhcpOffer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return rule switch
        {
            OfferRule.Ipxe => !offer.Address.IsAny && offer.SaysNoProxy,
            OfferRule.Intel => !offer.Address.IsAny && UsesThis(offer) && offer.BootFile.Length > 0,

            // edk2 gathers for the whole of its window, whatever it has.
            _ => false,
        };
    }

    private static OfferChoice Http(IReadOnlyList<DhcpOffer> offers)
    {
        var address = offers.FirstOrDefault(offer => !offer.Address.IsAny);
        var boot = offers.FirstOrDefault(offer => offer.IsHttp && offer.BootFile.StartsWith("http", StringComparison.OrdinalIgnoreCase));
        return (address, boot) switch
        {
            (null, _) => new OfferChoice(null, null, default, "no server offered an address"),
            (_, null) => new OfferChoice(address, null, default, "no offer says HTTPClient with a URL, so the firmware does not boot by HTTP"),
            _ => new OfferChoice(boot.Address.IsAny ? address : boot, boot, default, null),
        };
    }

    private static OfferChoice Ipxe(IReadOnlyList<DhcpOffer> offers)
    {
        var address = offers.FirstOrDefault(offer => !offer.Address.IsAny && offer.BootFile.Length > 0) ?? offers.FirstOrDefault(offer => !offer.Address.IsAny);
        if (address is null)
        {
            return new OfferChoice(null, null, default, "no server offered an address");
        }

        var boot = offers.FirstOrDefault(offer => offer.Address.IsAny && offer.IsPxe && offer.BootFile.Length > 0)
            ?? (address.BootFile.Length > 0 ? address : null);
        var asked = boot is null ? offers.FirstOrDefault(offer => offer.IsPxe) : null;
        return new OfferChoice(address, boot, asked?.BootServer ?? default, boot is null && asked is null ? "no offer names a boot file" : null);
    }

    // PXE 1.0 before a proxy's, before plain DHCP with a file, before the boot server's port (docs/firmware.md).
    private static OfferChoice Pxe(IReadOnlyList<DhcpOffer> offers)
    {
        var address = offers.FirstOrDefault(offer => !offer.Address.IsAny && UsesThis(offer))
            ?? offers.FirstOrDefault(offer => !offer.Address.IsAny && offer.IsPxe)
            ?? offers.FirstOrDefault(offer => !offer.Address.IsAny && offer.BootFile.Length > 0) ?? offers.FirstOrDefault(offer => !offer.Address.IsAny);
        if (address is null)
        {
            return new OfferChoice(null, null, default, "no server offered an address");
        }

        var boot = new[] { address }.Concat(offers.Where(offer => offer.Address.IsAny)).FirstOrDefault(offer => UsesThis(offer) && offer.BootFile.Length > 0);
        if (boot is not null)
        {
            return new OfferChoice(address, boot, default, null);
        }

        // Says PXEClient and nothing of how to go on: the firmware asks port 4011, and fails when nobody answers there.
        if (offers.FirstOrDefault(offer => offer.IsPxe) is { } binl)
        {
            return new OfferChoice(address, null, binl.BootServer, null);
        }

        return address.BootFile.Length > 0
            ? new OfferChoice(address, address, default, null)
            : new OfferChoice(address, null, default, "no offer names a boot file");
    }

    private static bool UsesThis(DhcpOffer offer) =>
        offer.IsPxe && offer.HasPxeOptions && (offer.DiscoveryControl is not { } control || (control & UseThisOffer) != 0);
}
