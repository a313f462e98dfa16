namespace BootService.Firmware;

/// <summary>The UDP ports that servers listen on; others than the standard's are for tests.</summary>
/// <param name="Dhcp">DHCP.</param>
/// <param name="BootServer">The PXE boot server.</param>
/// <param name="Tftp">TFTP.</param>
public sealed record ServicePorts(ushort Dhcp = 67, ushort BootServer = 4011, ushort Tftp = 69);
