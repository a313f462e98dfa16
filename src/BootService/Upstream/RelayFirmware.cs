using BootService.Core.Boot;
using BootService.Core.Installs;
using BootService.Protocols.Net;

namespace BootService.Upstream;

/// <summary>What DHCP learns of machines at a relay: it is known here, and told to a frontend with what the machine asks of its install.</summary>
internal sealed class RelayFirmware(MachineSightings sightings) : IFirmwareWatch
{
    /// <inheritdoc/>
    public FirmwareKind FirmwareOf(MacAddress card, long now) => sightings.Of(card, now).Firmware;

    /// <inheritdoc/>
    public void Asked(MacAddress card, FirmwareKind firmware, InstallAttempt? attempt, long now) =>
        sightings.FirmwareAsked(card, firmware, attempt?.Id ?? 0, now);

    /// <inheritdoc/>
    public void Took(MacAddress card, Ipv4 address, long now) => sightings.AddressTaken(card, address, now);
}
