using System.Net;

namespace BootService.Hosting;

/// <summary>Which settings ask for one and the same port: the kernel gives it to the first of them, and would blame another program for it. Pure.</summary>
internal static class OwnPorts
{
    /// <summary>What is wrong with them, one sentence for each port; nothing when each has its own.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="addresses">
    /// The addresses of the boot interfaces; none where they are not known yet, and then only what stands in the way at any of them is told.
    /// </param>
    public static IEnumerable<string> Alike(DaemonSettings settings, IReadOnlyCollection<IPAddress> addresses) =>
        Wanted(settings, addresses).GroupBy(port => (port.Protocol, port.Number)).Where(same => same.Count() > 1)
            .Select(same => $"{string.Join(" and ", same.Select(port => port.What))} are the same {same.Key.Protocol} port, {same.Key.Number}: set "
                + (same.Count() > 2 ? "all but one of them to others" : "one of them to another"));

    private static IEnumerable<Port> Wanted(DaemonSettings settings, IReadOnlyCollection<IPAddress> addresses)
    {
        var (dhcp, tftp, http, dns) = (settings.Dhcp, settings.Tftp, settings.Http, settings.Dns);
        if (dhcp.Enabled)
        {
            yield return new Port("udp", dhcp.Port, "Dhcp:Port");
            yield return new Port("udp", dhcp.BootServerPort, "that of the PXE boot server (Dhcp:Port)");
        }

        if (tftp is { Enabled: true, Port: > 0 })
        {
            yield return new Port("udp", tftp.Port, "Tftp:Port");
        }

        if (dns.IsWanted(dhcp) && dns.Port > 0)
        {
            yield return new Port("udp", dns.Port, "Dns:Port");
            yield return new Port("tcp", dns.Port, "Dns:Port");
        }

        if (http is { Enabled: true, Port: > 0 })
        {
            yield return new Port("tcp", http.Port, "Http:Port");
        }

        if (http is { Enabled: true, TlsPort: > 0 })
        {
            yield return new Port("tcp", http.TlsPort, "Http:TlsPort");
        }

        if (settings.Admin.Address is { } admin && (IsAny(admin.Address) || addresses.Contains(Plain(admin.Address))))
        {
            yield return new Port("tcp", admin.Port, $"that of Admin:Listen ({admin})");
        }
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private readonly record struct Port(string Protocol, int Number, string What);
}
