using System.Globalization;
using BootService.Protocols.Net;

namespace BootService.Core.Hosts;

/// <summary>One network interface of a host.</summary>
/// <param name="Name">The device name, such as <c>eth0</c>; unique within its host.</param>
/// <param name="Mac">Its hardware address, null while unknown; unique over all hosts.</param>
/// <param name="Address">Its fixed address, null when it has none; unique over all hosts.</param>
/// <param name="Network">The name of the network the address is on, null when it is on none we know.</param>
/// <param name="IsDefault">Whether this interface names the host (<c>hostaddr</c>) and carries its default route; exactly one of a host's interfaces with an
/// address does.</param>
/// <param name="HostName">The name of the host on this interface where it differs from the host's own.</param>
public sealed record HostInterface(string Name, MacAddress? Mac, Ipv4? Address, string? Network, bool IsDefault = false, string? HostName = null)
{
    /// <summary>The VLAN its address is in, 1 to 4094; null for none.</summary>
    public int? Vlan { get; init; }

    /// <summary>
    /// Words on how it is configured, Stacki's column: a bond's driver options, <c>bridge</c>, <c>dhcp</c>, <c>static</c>, <c>onboot=no</c>, <c>noreport</c>;
    /// null for none.
    /// </summary>
    public string? Options { get; init; }

    /// <summary>The bond or bridge it is part of, or the interface a VLAN is on; null for none.</summary>
    public string? Channel { get; init; }

    /// <summary>
    /// The bond or bridge it is part of; null for none. The channel of a VLAN is the interface that it is on, unless its name says that, as
    /// <c>eth0.100</c> does: then it is part of what its channel says.
    /// </summary>
    public string? Master =>
        Channel is null || (Vlan ?? NamedVlan) is not { } id ? Channel
        : NamedVlan == id && Name[..Name.LastIndexOf('.')] != Channel ? Channel
        : null;

    /// <summary>The VLAN that its name says it is, as <c>eth0.100</c> does; null when it says none, or a card is called so.</summary>
    public int? NamedVlan =>
        Mac is null && Name.LastIndexOf('.') is var dot and > 0 && !Name.StartsWith("ib", StringComparison.Ordinal)
        && int.TryParse(Name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The kernel module it wants; null when the system finds out.</summary>
    public string? Module { get; init; }

    /// <summary>Whether it is the BMC's, which is no link of the system.</summary>
    public bool IsManagement => Name is "ipmi" or "bmc" or "ilo" or "idrac";
}
