using System.Text;
using BootService.Protocols.Net;

namespace BootService.Core.Networks;

/// <summary>A service address and whose it is while all are well.</summary>
/// <param name="Frontend">The frontend's name.</param>
/// <param name="Address">The address.</param>
public sealed record ServiceAddress(string Frontend, Ipv4 Address);

/// <summary>
/// The configuration by which keepalived holds this frontend's service address, and those of others while they are away (keepalived.conf(5), RFC 5798).
/// </summary>
public static class KeepalivedConfiguration
{
    private const int Own = 150;
    private const int Others = 100;

    // An owner that is not well gives way to whoever is, and where none is well the order is as ever: while the database is away no frontend is, and an address
    // that nobody holds would keep machines from booting their disks.
    private const int Unwell = 60;

    /// <summary>Two service addresses that VRRP could not tell apart; null when there are none.</summary>
    public static (ServiceAddress One, ServiceAddress Other)? Clash(IReadOnlyList<ServiceAddress> all) =>
        all.GroupBy(service => RouterOf(service.Address)).FirstOrDefault(same => same.Count() > 1)?.ToArray() is [var one, var other, ..] ? (one, other) : null;

    /// <summary>Writes it.</summary>
    /// <param name="here">This frontend's name.</param>
    /// <param name="frontend">This machine on its boot interfaces.</param>
    /// <param name="all">All service addresses, in one order at every frontend.</param>
    /// <param name="socket">The admin socket that is asked whether this frontend is well.</param>
    public static string Write(string here, Frontend frontend, IReadOnlyList<ServiceAddress> all, string socket)
    {
        ArgumentNullException.ThrowIfNull(frontend);
        ArgumentNullException.ThrowIfNull(all);
        var text = new StringBuilder(
            $$"""
            # keepalived of frontend {{here}}: its own service address, and those of the others while they are away.
            # Written by "stack report keepalived": write it anew, on every frontend, when a frontend comes or goes.
            global_defs {
                router_id {{here}}
                vrrp_version 3
                script_user root
                enable_script_security
            }

            vrrp_script bootservice {
                script "/usr/bin/curl -fsS -m 2 -o /dev/null --unix-socket {{socket}} http://frontend/health/ready"
                interval 2
                timeout 3
                fall 2
                rise 2
                weight -{{Unwell}}
            }

            """);
        var self = Math.Max(0, all.ToList().FindIndex(service => service.Frontend == here));
        for (var at = 0; at < all.Count; at++)
        {
            var (owner, address) = all[at];
            if (frontend.All.FirstOrDefault(link => link.Subnet.Contains(address)) is not { } link)
            {
                continue; // of a boot network that this frontend is not on
            }

            // Whoever comes next after the owner takes over first.
            var priority = owner == here ? Own : Others - ((self - at + all.Count) % all.Count);
            text.Append(
                $$"""

                vrrp_instance {{owner}} {
                    state BACKUP
                    interface {{link.Interface}}
                    virtual_router_id {{RouterOf(address)}}
                    priority {{priority}}
                    advert_int 0.5
                    virtual_ipaddress {
                        {{address}}/{{link.Subnet.Prefix}} dev {{link.Interface}}
                    }
                    track_script {
                        bootservice
                    }
                }

                """);
        }

        return text.ToString().Replace("\r", string.Empty, StringComparison.Ordinal);
    }

    // The same number at every frontend, from 1 to 255, whoever comes and goes.
    private static uint RouterOf(Ipv4 address) => (address.Value % 255) + 1;
}
