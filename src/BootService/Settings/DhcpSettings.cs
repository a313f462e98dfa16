using System.ComponentModel.DataAnnotations;

namespace BootService.Settings;

/// <summary>Whether we own the addresses of the boot network.</summary>
internal enum DhcpMode
{
    /// <summary>We hand out addresses and refuse wrong ones.</summary>
    Authoritative,

    /// <summary>Another server hands out addresses; we only say what to boot.</summary>
    Proxy,
}

/// <summary>The DHCP side.</summary>
internal sealed class DhcpSettings
{
    public bool Enabled { get; init; } = true;

    public DhcpMode Mode { get; init; } = DhcpMode.Authoritative;

    /// <summary>Other ports than 67 are for tests; clients are then answered on the port above it.</summary>
    [Range(1, 65534)]
    public int Port { get; init; } = 67;
}
