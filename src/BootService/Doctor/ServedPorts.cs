using BootService.Core.Dhcp;
using BootService.Dhcp;
using BootService.Http;
using BootService.Tftp;

namespace BootService.Doctor;

/// <summary>What is served at a port.</summary>
internal enum Service
{
    /// <summary>Addresses.</summary>
    Dhcp,

    /// <summary>The boot server's words.</summary>
    BootServer,

    /// <summary>Loaders.</summary>
    Tftp,

    /// <summary>Files and kickstarts.</summary>
    Http,

    /// <summary>Names.</summary>
    Dns,
}

/// <summary>A port that machines ask us at.</summary>
/// <param name="Service">What is served there.</param>
/// <param name="Protocol"><c>udp</c> or <c>tcp</c>.</param>
/// <param name="Port">Its number.</param>
/// <param name="What">What is served there, as a person calls it.</param>
internal sealed record ServedPort(Service Service, string Protocol, int Port, string What);

/// <summary>What the daemon is set to serve machines.</summary>
/// <param name="Mode">How DHCP is answered; of no meaning where no port is DHCP's.</param>
/// <param name="All">The ports; a port that the kernel chooses is none of them.</param>
internal sealed record ServedPorts(DhcpMode Mode, IReadOnlyList<ServedPort> All)
{
    /// <summary>What the settings ask for.</summary>
    /// <param name="dhcp">Of DHCP.</param>
    /// <param name="tftp">Of TFTP.</param>
    /// <param name="http">Of HTTP.</param>
    /// <param name="dns">The port of names; 0 where they are not served.</param>
    public static ServedPorts Of(DhcpSettings dhcp, TftpSettings tftp, HttpSettings http, int dns = 0)
    {
        var ports = new List<ServedPort>();
        if (dhcp.Enabled)
        {
            ports.Add(new ServedPort(Service.Dhcp, "udp", dhcp.Port, "DHCP"));
            ports.Add(new ServedPort(Service.BootServer, "udp", dhcp.BootServerPort, "the PXE boot server"));
        }

        if (tftp.Enabled)
        {
            ports.Add(new ServedPort(Service.Tftp, "udp", tftp.Port, "TFTP"));
        }

        if (http is { Enabled: true, Port: > 0 })
        {
            ports.Add(new ServedPort(Service.Http, "tcp", http.Port, "HTTP"));
        }

        if (dns > 0)
        {
            ports.Add(new ServedPort(Service.Dns, "udp", dns, "DNS"));
        }

        return new ServedPorts(dhcp.Mode, ports);
    }
}
