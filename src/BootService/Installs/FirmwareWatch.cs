using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Core.Installs;
using BootService.Protocols.Net;

namespace BootService.Installs;

/// <summary>Tells the roads of each other: what DHCP and the boot root learned of a machine goes into the sightings, and that an armed machine was switched
/// on to its attempt, where it outlives the daemon.</summary>
internal sealed class FirmwareWatch(MachineSightings sightings, AttemptProgress installs, TimeProvider time) : IFirmwareWatch
{
    private long Now => DhcpMoment.Now(time).Milliseconds;

    public FirmwareKind FirmwareOf(MacAddress card, long now) => sightings.Of(card, now).Firmware;

    public void Asked(MacAddress card, FirmwareKind firmware, InstallAttempt? attempt, long now)
    {
        if (sightings.FirmwareAsked(card, firmware, attempt?.Id ?? 0, now) && attempt is { WasMet: false })
        {
            installs.Post(attempt, new AttemptSignal.FirmwareAsked());
        }
    }

    public void Took(MacAddress card, Ipv4 address, long now) => sightings.AddressTaken(card, address, now);

    /// <summary>A loader was told to start the installer of an attempt.</summary>
    public void LoaderTold(MacAddress card, InstallAttempt attempt) => sightings.LoaderTold(card, attempt.Id, Now);

    /// <summary>A loader was fetched that runs on one kind of firmware only.</summary>
    public void LoaderFetched(MacAddress card, FirmwareKind firmware) => sightings.LoaderFetched(card, firmware, Now);

    /// <summary>Whether a loader of a host was told to start the installer of an attempt.</summary>
    public bool WasTold(Core.Hosts.Host host, InstallAttempt attempt) => sightings.WasTold(host, attempt, Now);
}
