using BootService.Protocols.Net;

namespace BootService.Firmware;

/// <summary>The machine that a persona is.</summary>
/// <param name="Mac">The card it boots from.</param>
/// <param name="Uuid">Its SMBIOS UUID; all zero when the board has none, as QEMU's without one.</param>
public sealed record Machine(MacAddress Mac, Guid Uuid = default);
