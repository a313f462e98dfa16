using BootService.Protocols.Net;

namespace BootService.Core.Hosts;

/// <summary>One network interface of a host.</summary>
/// <param name="Name">The device name, such as <c>eth0</c>; unique within its host.</param>
/// <param name="Mac">Its hardware address, null while unknown; unique over all hosts.</param>
/// <param name="Address">Its fixed address, null when it has none; unique over all hosts.</param>
/// <param name="Network">The name of the network the address is on, null when it is on none we know.</param>
/// <param name="IsDefault">Whether this interface names the host (<c>hostaddr</c>) and carries its default route; exactly one of a host's interfaces with an address does.</param>
/// <param name="HostName">The name of the host on this interface where it differs from the host's own.</param>
public sealed record HostInterface(string Name, MacAddress? Mac, Ipv4? Address, string? Network, bool IsDefault = false, string? HostName = null);
