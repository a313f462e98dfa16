using BootService.Core.Installs;
using BootService.Protocols.Net;

namespace BootService.Core.Boot;

/// <summary>Where DHCP says which firmware asked, and asks what firmware did not say. Called on the packet path: it never waits.</summary>
public interface IFirmwareWatch
{
    /// <summary>What another road learned of a machine's firmware.</summary>
    FirmwareKind FirmwareOf(MacAddress card, long now);

    /// <summary>Firmware of a host asked.</summary>
    /// <param name="card">The card it asks from.</param>
    /// <param name="firmware">What it is, as far as it says.</param>
    /// <param name="attempt">The host's live attempt; null for none.</param>
    /// <param name="now">When, in milliseconds of a clock that only runs forward.</param>
    void Asked(MacAddress card, FirmwareKind firmware, InstallAttempt? attempt, long now);

    /// <summary>A host took an address from another DHCP server, or has one.</summary>
    /// <param name="card">The card that has it.</param>
    /// <param name="address">The address.</param>
    /// <param name="now">When, in milliseconds of a clock that only runs forward.</param>
    void Took(MacAddress card, Ipv4 address, long now);
}
