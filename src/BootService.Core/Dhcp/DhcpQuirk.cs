using BootService.Core.Boot;
using BootService.Protocols.Pxe;

namespace BootService.Core.Dhcp;

/// <summary>What is done differently for some firmware.</summary>
[Flags]
public enum QuirkActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Option 43 is the menu that the Raspberry Pi's ROM looks for.</summary>
    RaspberryPiMenu = 1,

    /// <summary>Option 43 is left out.</summary>
    NoVendorOptions = 2,

    /// <summary>Option 60 is left out.</summary>
    NoVendorClass = 4,

    /// <summary>Option 67 ends with a NUL inside its length.</summary>
    EndBootFile = 8,

    /// <summary>Answers are broadcast although the client asks for unicast.</summary>
    Broadcast = 16,

    /// <summary>Option 150 repeats the server's address.</summary>
    TftpServerAddress = 32,

    /// <summary>Offers leave two seconds late.</summary>
    LateOffer = 64,

    /// <summary>Firmware that is to go on to its disk is told so by silence.</summary>
    SilentDisk = 128,

    /// <summary>HTTP boot goes by TLS where the frontend serves that.</summary>
    Https = 256,
}

/// <summary>One oddity of firmware in the field: whom it concerns, what is done, why, and who found it.</summary>
/// <param name="Name">The word that switches it per host.</param>
/// <param name="Matches">Whom it concerns by itself; hosts that name it are always concerned.</param>
/// <param name="Actions">What is done differently.</param>
/// <param name="Why">One sentence.</param>
/// <param name="Source">Where it was seen.</param>
public sealed record DhcpQuirk(string Name, Predicate<PxeClient> Matches, QuirkActions Actions, string Why, string Source)
{
    /// <summary>The loader it is led through instead of its firmware's own, a choice of <see cref="LoaderChain.AttributeName"/>; null for none.</summary>
    public string? Loader { get; init; }
}

/// <summary>The known oddities, as data.</summary>
public static class DhcpQuirks
{
    /// <summary>The attribute that switches oddities for a host: names to switch on, names with a hyphen before them to switch off, spaces between.</summary>
    public const string AttributeName = "dhcp.quirks";

    private const string PcnetHttp = "pcnet-http";
    private static readonly PciDevice PcnetCard = new(0x1022, 0x2000);

    /// <summary>Every oddity. Those that match nobody are for hosts that name them.</summary>
    public static IReadOnlyList<DhcpQuirk> All { get; } =
    [
        new(
            "raspberry-pi", static client => client is { IsRaspberryPi: true, Vendor: PxeVendor.PxeClient }, QuirkActions.RaspberryPiMenu,
            "The ROM accepts no answer whose PXE menu lacks the words \"Raspberry Pi Boot\".",
            "raspberrypi/firmware#934"),
        new(
            "late-offer", static client => client is { IsEarlyRaspberryPi: true, IsIpxe: false, Vendor: PxeVendor.PxeClient }, QuirkActions.LateOffer,
            "The ROM of Raspberry Pis before the fourth is deaf for a moment after it has asked, and misses an offer that comes at once.",
            "raspberrypi/firmware#934"),
        new(
            "nul-boot-file", static _ => false, QuirkActions.EndBootFile,
            "Some ROMs read option 67 beyond its length unless it ends with a NUL.",
            "dnsmasq, src/rfc2131.c, option_put_string"),
        new(
            "no-vendor-options", static _ => false, QuirkActions.NoVendorOptions,
            "Some UEFI builds take a plain boot file only from an answer without option 43.",
            "danderson/netboot, pixiecore/dhcp.go"),
        new(
            "no-vendor-class", static _ => false, QuirkActions.NoVendorClass,
            "Some UEFI builds ask port 4011 of whoever says PXEClient, and a firewall between may swallow that.",
            "tianocore/edk2#6944"),
        new(
            "broadcast", static _ => false, QuirkActions.Broadcast,
            "Some network cards drop unicast frames before they are configured, and the ROM does not set the broadcast flag.",
            "RFC 2131 §4.1; ISC dhcpd always-broadcast"),
        new(
            "tftp-address", static _ => false, QuirkActions.TftpServerAddress,
            "Telephones and firewalls look for the TFTP server in option 150 only.",
            "FOGProject/fog-docs#61, RFC 5859"),
        new(
            "silent-disk", static _ => false, QuirkActions.SilentDisk,
            "Some UEFI builds stop with a message when the file they were sent for is not there, instead of going on to their disk.",
            "UEFI specification, boot manager: what follows a failed boot option is the vendor's"),
        new(
            "https", static _ => false, QuirkActions.Https,
            "Some firmware boots by HTTPS alone, from servers whose certificate its admin has put into it.",
            "edk2, NetworkPkg/HttpBootDxe and PcdAllowHttpConnections"),
        new(
            PcnetHttp, static client => client is { IsIpxe: true, Firmware: PxeFirmware.Bios } && client.Card == PcnetCard, QuirkActions.None,
            "iPXE in the ROM of an AMD PCnet card, VirtualBox's classic one, hangs while it fetches a kernel by HTTP, whatever the server.",
            "seen in QEMU 7.2 with Debian's ipxe-qemu 1.0.0+git-20190125")
        {
            Loader = BootLoaders.Pxelinux.Choice,
        },
    ];

    /// <summary>What is done differently for a client.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="switches">The host's attribute; null for none. Words that name no oddity mean nothing.</param>
    public static QuirkActions For(in PxeClient client, string? switches)
    {
        var words = WordsOf(switches);
        var actions = QuirkActions.None;
        foreach (var quirk in All)
        {
            actions |= Concerns(quirk, client, words) ? quirk.Actions : QuirkActions.None;
        }

        return actions;
    }

    /// <summary>The oddity that leads a client through another loader than its firmware's own; null for none.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="switches">The host's attribute; null for none.</param>
    public static DhcpQuirk? LoaderFor(in PxeClient client, string? switches)
    {
        var words = WordsOf(switches);
        foreach (var quirk in All)
        {
            if (quirk.Loader is not null && Concerns(quirk, client, words))
            {
                return quirk;
            }
        }

        return null;
    }

    private static string[] WordsOf(string? switches) => switches?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool Concerns(DhcpQuirk quirk, in PxeClient client, string[] words) =>
        words.Contains(quirk.Name) || (quirk.Matches(client) && !words.Contains("-" + quirk.Name));
}
