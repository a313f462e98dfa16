using BootService.Commands.Grammar;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Hosts;

/// <summary>The addresses of hosts that are made together: none, <c>auto</c>, one for one host, or one after the other from <c>10.1.5.1+</c> on.</summary>
internal sealed class AddressRun
{
    private readonly string? _network;
    private readonly Ipv4? _first;
    private readonly bool _isAuto;
    private uint _used;

    private AddressRun(string? network, Ipv4? first, bool isAuto) => (_network, _first, _isAuto) = (network, first, isAuto);

    /// <summary>Reads what was typed.</summary>
    /// <param name="text">The parameter; null when it was not given.</param>
    /// <param name="network">The network that was named; null for the one that holds the address.</param>
    /// <param name="hosts">How many hosts there are.</param>
    /// <param name="fault">Adds the usage to a sentence.</param>
    /// <exception cref="NotUnderstoodException">No address, or one address for several hosts.</exception>
    public static AddressRun Parse(string? text, string? network, int hosts, Func<string, NotUnderstoodException> fault)
    {
        if (string.IsNullOrEmpty(text) || AutoAddress.Is(text))
        {
            return new AddressRun(network, null, !string.IsNullOrEmpty(text));
        }

        var runs = text.EndsWith('+');
        if (!Ipv4.TryParse(runs ? text[..^1] : text, null, out var first))
        {
            throw fault("\"ip\" parameter must be an IPv4 address such as 10.1.255.254, one with a + behind it for several hosts, or auto");
        }

        return runs || hosts == 1
            ? new AddressRun(network, first, isAuto: false)
            : throw fault($"\"ip\" parameter is one address for {hosts} hosts: ip={first}+ counts on from it, ip=auto takes free ones");
    }

    /// <summary>Whether hosts get an address at all.</summary>
    public bool IsGiven => _isAuto || _first is not null;

    /// <summary>The next host's address.</summary>
    /// <param name="inventory">The state, with the hosts before it.</param>
    /// <param name="host">The host.</param>
    /// <param name="nic">The interface that it has already; null for none.</param>
    /// <exception cref="Core.RefusedException">There is none left, or the end of all addresses is reached.</exception>
    public Ipv4? Next(Inventory inventory, HostName host, HostInterface? nic = null)
    {
        if (_isAuto)
        {
            return AutoAddress.Next(inventory, _network, host, nic);
        }

        if (_first is not { } first)
        {
            return null;
        }

        return uint.MaxValue - first.Value < _used
            ? throw new Core.RefusedException($"there is no address for host {host} behind {Ipv4.Broadcast}")
            : new Ipv4(first.Value + _used++);
    }
}
