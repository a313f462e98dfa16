using BootService.Protocols.Net;

namespace BootService.Storage.Rows;

internal sealed class NetworkRow
{
    public required string Name { get; init; }

    public Ipv4 Address { get; init; }

    public int Prefix { get; init; }

    public Ipv4? Gateway { get; init; }

    public string? Zone { get; init; }

    public bool Pxe { get; init; }

    public int Mtu { get; init; }

    public Ipv4? PoolFirst { get; init; }

    public Ipv4? PoolLast { get; init; }
}
