using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace BootService.Http;

/// <summary>The nodes' HTTP side.</summary>
internal sealed class HttpSettings
{
    [Description("Whether the nodes' HTTP is served.")]
    public bool Enabled { get; init; } = true;

    /// <summary>0 takes a free port, for tests.</summary>
    [Range(0, 65535)]
    [Description("TCP port; other than 80 for tests only, 0 takes a free one.")]
    public int Port { get; init; } = 80;

    /// <summary>For firmware that carries the certificate of the admin's side; 0 for none.</summary>
    [Range(0, 65535)]
    [Description("TCP port of HTTP over TLS with the certificate of Admin:Listen, for firmware that carries it and hosts whose dhcp.quirks has https; 443 "
        + "is the usual one, 0 is none.")]
    public int TlsPort { get; init; }

    /// <summary>Open connections of all nodes together; later ones wait.</summary>
    [Range(1, 1_000_000)]
    [Description("Open connections of all nodes together; later ones wait.")]
    public int MaxConnections { get; init; } = 16_384;

    /// <summary>Open connections of one address.</summary>
    [Range(1, 1_000_000)]
    [Description("Open connections of one address.")]
    public int MaxConnectionsPerPeer { get; init; } = 1024;

    /// <summary>Files of more than a mebibyte on their way at a time.</summary>
    [Range(1, 1_000_000)]
    [Description("Files of more than a mebibyte on their way at a time; later ones come by driblets until it is their turn, machine by machine.")]
    public int LargeFiles { get; init; } = 256;

    /// <summary>Bytes a second under which a reader is cut off.</summary>
    [Range(1, int.MaxValue)]
    [Description("Octets a second under which a reader is cut off.")]
    public int SlowestReader { get; init; } = 2048;

    /// <summary>How long a reader may take nothing at all.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    [Description("How long a reader may take nothing at all.")]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The limits as the connections want them.</summary>
    public NodeHttpLimits Limits => new()
    {
        MaxConnections = MaxConnections,
        MaxConnectionsPerPeer = MaxConnectionsPerPeer,
        LargeFiles = LargeFiles,
        SlowestReader = SlowestReader,
        LongestPause = LongestPause,
    };
}
