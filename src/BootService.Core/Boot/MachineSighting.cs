using BootService.Protocols.Net;

namespace BootService.Core.Boot;

/// <summary>What was learned of a machine lately, on whichever road. A value.</summary>
/// <param name="Firmware">Its firmware; <see cref="FirmwareKind.Unknown"/> when no road told.</param>
/// <param name="Asked">The attempt that was live when its firmware last asked by DHCP; 0 for none. Only firmware, and who is root, can send from the port of
/// a DHCP client.</param>
/// <param name="Told">The attempt whose installer its loader was last told to start; 0 for none.</param>
public sealed record MachineSighting(FirmwareKind Firmware, long Asked, long Told)
{
    /// <summary>The address that it last took from another DHCP server; 0.0.0.0 for none.</summary>
    public Ipv4 Taken { get; init; }

    /// <summary>The one before that: firmware and system may be given different ones.</summary>
    public Ipv4 TakenBefore { get; init; }

    /// <summary>Nothing is known.</summary>
    public static MachineSighting None { get; } = new(FirmwareKind.Unknown, 0, 0);
}
