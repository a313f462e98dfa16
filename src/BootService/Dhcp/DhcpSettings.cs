using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BootService.Core.Dhcp;

namespace BootService.Dhcp;

/// <summary>The DHCP side.</summary>
internal sealed class DhcpSettings
{
    [Description("Whether DHCP is served.")]
    public bool Enabled { get; init; } = true;

    [Description("authoritative for the only DHCP server of its networks; proxy beside another one, which then gives the addresses.")]
    public DhcpMode Mode { get; init; } = DhcpMode.Authoritative;

    /// <summary>Other ports than 67 are for tests; clients are then answered on the port above it, and the boot server listens two above it.</summary>
    [Range(1, 65533)]
    [Description("UDP port; other than 67 for tests only: machines are then answered on the port above it, and the boot server listens two above it.")]
    public int Port { get; init; } = 67;

    /// <summary>How long known hosts are told to keep their fixed address before they ask again.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "365.00:00:00")]
    [Description("How long known hosts keep their fixed address before they ask again.")]
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long machines without a fixed address keep one of the pool; short, so that a machine that becomes known soon gets its own.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "30.00:00:00")]
    [Description("How long machines without a fixed address keep one of the pool.")]
    public TimeSpan GuestLeaseTime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether an offered pool address is looked for on the wire by ARP; what answers is not given out.</summary>
    [Description("Whether an offered pool address is looked for on the wire by ARP; what answers is not given out.")]
    public bool ProbeConflicts { get; init; } = true;

    /// <summary>
    /// Whether firmware is told that it boots nothing by IPv6, and iPXE that there is no router; never where a router speaks, or another server gives the
    /// addresses. Without an answer UEFI waits a minute for each way of booting by IPv6 before it takes its disk.
    /// </summary>
    [Description("Whether firmware is told that it boots nothing by IPv6, which spares UEFI a wait of minutes; never where a router speaks.")]
    public bool AnswerIpv6 { get; init; } = true;

    /// <summary>How often each boot interface is asked whether another DHCP server answers there; zero for never.</summary>
    [Description("How often each boot interface is asked whether another DHCP server answers there; zero for never.")]
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan WatchEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The PXE boot server's port.</summary>
    public ushort BootServerPort => Port == 67 ? (ushort)4011 : (ushort)(Port + 2);
}
