using System.ComponentModel;
using BootService.Core.Dhcp;
using BootService.Dhcp;
using BootService.Net;
using BootService.Protocols.Net;
using BootService.Settings;

namespace BootService.Dns;

/// <summary>The name server of the boot networks.</summary>
internal sealed class DnsSettings : ICheckedSettings
{
    /// <summary>What stands for the servers that this machine asks itself.</summary>
    private const string OwnServers = "system";

    private const string ResolverFile = "/etc/resolv.conf";
    private const ushort UsualPort = 53;

    /// <summary>Whether names are answered. Unless set: where we give out the addresses, and no other program has the port there.</summary>
    [Description("Whether names are answered; when left out, where we give out the addresses and no other program has the port there.")]
    public bool? Enabled { get; init; }

    /// <summary>UDP and TCP; other ports than 53 are for tests.</summary>
    [Description("UDP and TCP port of names; other than 53 for tests only.")]
    public int Port { get; init; } = 53;

    /// <summary>
    /// Who is asked for names that are not ours: addresses with commas between them, with <c>:PORT</c> if need be, or <c>system</c> for the servers in this
    /// machine's resolv.conf; nobody unless set.
    /// </summary>
    [Description(
        "Who is asked for names that are not ours, such as 10.0.0.53,10.0.0.54:5353, or system for the servers of this machine; nobody when left out.")]
    public string? Forwarders { get; init; }

    /// <summary>Whether it is to be tried: for certain, or where nothing stands in the way.</summary>
    public bool IsWanted(DhcpSettings dhcp) => Enabled ?? (Port > 0 && dhcp is { Enabled: true, Mode: DhcpMode.Authoritative, Port: 67 });

    /// <summary>The servers that are asked for others' names.</summary>
    public IReadOnlyList<UdpPeer> Others() => Forwarders?.Trim() == OwnServers ? OfSystem() : [.. Words().Select(PeerOf).OfType<UdpPeer>()];

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (Port is < 0 or > 65_535)
        {
            yield return $"Dns:Port is {Port}; a port is 0 to 65535, and nodes know only 53";
        }

        foreach (var word in Forwarders?.Trim() == OwnServers ? [] : Words().Where(word => PeerOf(word) is null))
        {
            yield return $"Dns:Forwarders names \"{word}\"; write the IPv4 addresses of name servers with commas between, or {OwnServers}";
        }
    }

    private string[] Words() => (Forwarders ?? string.Empty).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static UdpPeer? PeerOf(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        var port = UsualPort;
        return Ipv4.TryParse(colon < 0 ? word : word[..colon], null, out var address) && (colon < 0 || ushort.TryParse(word.AsSpan(colon + 1), out port))
            && port > 0
            ? new UdpPeer(address, port)
            : null;
    }

    private static UdpPeer[] OfSystem() => !File.Exists(ResolverFile) ? [] :
    [
        .. File.ReadLines(ResolverFile).Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["nameserver", _, ..]).Select(words => PeerOf(words[1])).OfType<UdpPeer>(),
    ];
}
