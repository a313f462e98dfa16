using System.Collections.Immutable;
using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Reasons;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;

namespace BootService.Core.Dhcp;

/// <summary>A boot decision and a host's particulars in DHCP's words. The decision itself is <see cref="BootPolicy"/>'s alone.</summary>
public sealed record DhcpParameters
{
    /// <summary>Option 60: <c>PXEClient</c> or <c>HTTPClient</c>, without anything after it; null when the client boots nothing from us.</summary>
    public string? VendorClass { get; init; }

    /// <summary>Header <c>file</c> and option 67: a name in the TFTP root, or a URL; null when the client boots nothing from us.</summary>
    public string? BootFile { get; init; }

    /// <summary>Header <c>siaddr</c> and option 66: our address in text; null when the client boots nothing from us and does not ask where to go on.</summary>
    public string? BootServer { get; init; }

    /// <summary>Whether the client is told how to boot by options 43 and 175 too.</summary>
    public bool IsPxe { get; init; }

    /// <summary>Whether iPXE's option 175 is written.</summary>
    public bool IsIpxe { get; init; }

    /// <summary>What is done differently for this client.</summary>
    public QuirkActions Quirks { get; init; }

    /// <summary>Option 12; null for a machine without a name.</summary>
    public string? HostName { get; init; }

    /// <summary>Option 15; null for none.</summary>
    public string? DomainName { get; init; }

    /// <summary>Option 6.</summary>
    public ImmutableArray<Ipv4> NameServers { get; init; } = [];

    /// <summary>The reason of the decision; null when none was asked for.</summary>
    public BootReason? Why { get; init; }

    /// <summary>What the client is told to do next.</summary>
    public BootTold Told { get; init; }

    /// <summary>The attempt the decision belongs to; 0 for none.</summary>
    public long Attempt { get; init; }

    /// <summary>Whether something is done differently for this client.</summary>
    public bool Does(QuirkActions action) => (Quirks & action) != QuirkActions.None;

    /// <summary>The host's live attempt, if its network boots machines; null for none.</summary>
    public InstallAttempt? Live { get; init; }

    /// <summary>A client's firmware, in the words of <see cref="BootPolicy"/>.</summary>
    public static FirmwareKind FirmwareOf(in PxeClient client) => client.Firmware switch
    {
        PxeFirmware.Bios => FirmwareKind.Bios,
        PxeFirmware.UefiX86 => FirmwareKind.UefiIa32,
        PxeFirmware.UefiX64 => FirmwareKind.UefiX64,
        PxeFirmware.UefiArm64 => FirmwareKind.UefiArm64,
        PxeFirmware.UefiArm32 => FirmwareKind.UefiArm32,
        PxeFirmware.UefiRiscV64 => FirmwareKind.UefiRiscV64,
        PxeFirmware.UefiLoongArch64 => FirmwareKind.UefiLoongArch64,
        _ => client.Architecture switch
        {
            PxeArchitecture.Arm64Uboot or PxeArchitecture.Arm64UbootHttp => FirmwareKind.UbootArm64,
            PxeArchitecture.Arm32Uboot or PxeArchitecture.Arm32UbootHttp => FirmwareKind.UbootArm32,
            PxeArchitecture.PowerPcOpenFirmware or PxeArchitecture.PowerOpal3 => FirmwareKind.Power,
            _ => FirmwareKind.Unknown,
        },
    };

    /// <summary>The client with what another road learned of its firmware, where it does not say itself.</summary>
    public static PxeClient With(in PxeClient client, FirmwareKind learned) =>
        client.Architecture is not null || client.Firmware is not PxeFirmware.Unknown ? client : client with
        {
            Firmware = learned switch
            {
                FirmwareKind.Bios => PxeFirmware.Bios,
                FirmwareKind.UefiIa32 => PxeFirmware.UefiX86,
                FirmwareKind.UefiX64 => PxeFirmware.UefiX64,
                FirmwareKind.UefiArm64 => PxeFirmware.UefiArm64,
                FirmwareKind.UefiArm32 => PxeFirmware.UefiArm32,
                FirmwareKind.UefiRiscV64 => PxeFirmware.UefiRiscV64,
                FirmwareKind.UefiLoongArch64 => PxeFirmware.UefiLoongArch64,
                _ => PxeFirmware.Unknown,
            },
        };

    /// <summary>Who asks, in the words of <see cref="BootPolicy"/>.</summary>
    /// <param name="client">What asks.</param>
    /// <param name="quirks">The host's attribute <see cref="DhcpQuirks.AttributeName"/>; null for none.</param>
    public static BootClient BootClientOf(in PxeClient client, string? quirks = null) => new(
        FirmwareOf(client),
        client switch
        {
            { IsIpxe: true, CanRunIpxeScript: true } => BootProgram.Ipxe,
            { IsIpxe: true } => BootProgram.CutDownIpxe,
            { Vendor: PxeVendor.HttpClient } => BootProgram.HttpFirmware,
            { Vendor: PxeVendor.PxeClient } or { IsGpxe: true } => BootProgram.Firmware,
            _ => BootProgram.OperatingSystem,
        })
    {
        Advised = DhcpQuirks.LoaderFor(client, quirks)?.Loader,
        IsLedToDisk = DhcpQuirks.For(client, quirks).HasFlag(QuirkActions.SilentDisk),
    };

    /// <summary>Finds the words for a machine. Allocates: callers keep the result for a while.</summary>
    /// <param name="inventory">What the appliance knows now.</param>
    /// <param name="network">The client's network; null on port 4011 when it is none of ours.</param>
    /// <param name="mac">The card that asks.</param>
    /// <param name="client">What asks.</param>
    /// <param name="now">The time.</param>
    /// <param name="frontend">This machine on the interface the client was heard on; null for the first.</param>
    public static DhcpParameters For(Inventory inventory, Network? network, MacAddress mac, in PxeClient client, DateTimeOffset now, Frontend? frontend = null)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return For(inventory, network, (mac, inventory.HostOf(mac)), client, now, frontend);
    }

    /// <summary>The same for a machine whose host was looked up already.</summary>
    /// <param name="inventory">What the appliance knows now.</param>
    /// <param name="network">The client's network; null on port 4011 when it is none of ours.</param>
    /// <param name="machine">The card that asks, and its host; null for a machine we do not know.</param>
    /// <param name="client">What asks.</param>
    /// <param name="now">The time.</param>
    /// <param name="frontend">This machine on the interface the client was heard on; null for the first.</param>
    public static DhcpParameters For(
        Inventory inventory, Network? network, (MacAddress Card, Host? Host) machine, in PxeClient client, DateTimeOffset now, Frontend? frontend)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        var (mac, host) = machine;
        var quirks = host is null ? null : inventory.AttributesOf(host).Text(DhcpQuirks.AttributeName);
        var words = new DhcpParameters
        {
            HostName = host?.Name.ToString(),
            DomainName = network?.Zone,
            Live = host is not null && network is not { Pxe: false } && inventory.AttemptOf(host.Name) is { MayInstall: true } live ? live : null,
            NameServers = Names.NameServers.Of(inventory, host, frontend ?? inventory.Frontend),
            Quirks = DhcpQuirks.For(client, quirks),
        };
        var us = (frontend ?? inventory.Frontend).Address.ToString();
        if (!client.IsNetworkBoot)
        {
            return client.WantsNextServer && network is not { Pxe: false } ? words with { BootServer = us } : words;
        }

        if (network is { Pxe: false })
        {
            return words with { Why = new BootReason.NetworkBootsNothing(network.Name), Told = BootTold.NoLoader };
        }

        var decision = BootPolicy.Decide(inventory, machine, BootClientOf(client, quirks), now, frontend?.Address ?? default);
        var quirk = decision.Led.By is LoaderChooser.Quirk ? DhcpQuirks.LoaderFor(client, quirks)?.Name : null;
        return words.With(decision, client, frontend ?? inventory.Frontend, quirk);
    }

    private DhcpParameters With(BootDecision decision, in PxeClient client, Frontend frontend, string? quirk)
    {
        var url = Does(QuirkActions.Https) && client.Vendor is PxeVendor.HttpClient ? frontend.SecureUrl : frontend.BaseUrl;
        var bootFile = (decision.Loader, client.Vendor) switch
        {
            (LoaderOffer.GoOn, _) when Does(QuirkActions.SilentDisk) => null,
            (LoaderOffer.GoOn, PxeVendor.HttpClient) => $"{url}/install/boot/{BootNames.OwnDisk}",
            (LoaderOffer.GoOn, _) => BootNames.OwnDisk,

            // edk2 drops an answer to HTTPClient that has no URL, and must never be shown a TFTP name (docs/firmware.md).
            (LoaderOffer.Http http, _) => $"{url}/install/boot/{http.Name}",
            (LoaderOffer.File file, not PxeVendor.HttpClient) => file.Name,
            _ => null,
        };

        // Its ROM takes the menu's words for an answer and then asks for files of its own by name, whatever option 67 says.
        var isMenuForPi = Does(QuirkActions.RaspberryPiMenu) && client.Vendor is PxeVendor.PxeClient;
        return this with
        {
            BootFile = bootFile,
            BootServer = bootFile is null && !isMenuForPi ? null : frontend.Address.ToString(),
            VendorClass = isMenuForPi ? "PXEClient" : bootFile is null ? null : client.Vendor is PxeVendor.HttpClient ? "HTTPClient" : "PXEClient",
            IsPxe = isMenuForPi || (bootFile is not null && client.Vendor is not PxeVendor.HttpClient),
            IsIpxe = bootFile is not null && client.IsIpxe,
            Why = (decision.Loader, decision.Led) switch
            {
                (LoaderOffer.GoOn on, _) => new BootReason.NoLoader(on.Why, decision.Why),
                (LoaderOffer.Nothing nothing, _) => new BootReason.NoLoader(nothing.Why, decision.Why),
                (_, { By: LoaderChooser.Experience or LoaderChooser.Quirk, Word: { } loader }) => new BootReason.LedThrough(loader, quirk, decision.Why),
                _ => decision.Why,
            },
            Told = bootFile is null || decision.Loader is LoaderOffer.GoOn ? BootTold.NoLoader : BootTold.Loader,
            Attempt = decision is BootDecision.Run { Attempt: { } attempt } ? attempt.Id : 0,
        };
    }
}
