using System.ComponentModel.DataAnnotations;

namespace BootService.Http;

/// <summary>The nodes' HTTP side.</summary>
internal sealed class HttpSettings
{
    public bool Enabled { get; init; } = true;

    /// <summary>0 takes a free port, for tests.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 80;

    /// <summary>Open connections of all nodes together; later ones are closed at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; init; } = 16_384;

    /// <summary>Open connections of one address.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnectionsPerPeer { get; init; } = 1024;

    /// <summary>Bytes a second under which a reader is cut off.</summary>
    [Range(1, int.MaxValue)]
    public int SlowestReader { get; init; } = 2048;

    /// <summary>How long a reader may take nothing at all.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The limits as the connections want them.</summary>
    public NodeHttpLimits Limits => new()
    {
        MaxConnections = MaxConnections,
        MaxConnectionsPerPeer = MaxConnectionsPerPeer,
        SlowestReader = SlowestReader,
        LongestPause = LongestPause,
    };
}
