using BootService.Core.Hosts;
using BootService.Protocols.Net;

namespace BootService.Storage.Rows;

internal sealed class InterfaceRow
{
    public required HostName Host { get; init; }

    public required string Name { get; init; }

    /// <summary>Its place in the host's list, which is sorted by people's rules and not by the database's.</summary>
    public int Position { get; init; }

    public MacAddress? Mac { get; init; }

    public Ipv4? Address { get; init; }

    public string? Network { get; init; }

    public bool IsDefault { get; init; }

    public string? HostName { get; init; }
}
