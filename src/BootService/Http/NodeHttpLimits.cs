namespace BootService.Http;

/// <summary>What one node, and all of them, may take of the HTTP side. A reload may change those that are settings, from any thread.</summary>
internal sealed record NodeHttpLimits
{
    /// <summary>Open connections of all nodes together; later ones wait.</summary>
    public int MaxConnections { get; set; } = 16_384;

    /// <summary>Open connections of one address. A package manager has ten; load generators and machines behind one relay address have many.</summary>
    public int MaxConnectionsPerPeer { get; set; } = 1024;

    /// <summary>Large files on their way at a time; later ones come by driblets until it is their turn.</summary>
    public int LargeFiles { get; set; } = 256;

    /// <summary>Bytes a second under which a reader is cut off once the socket's buffer is full.</summary>
    public int SlowestReader { get; set; } = 2048;

    /// <summary>How long a reader may take nothing at all: a machine that writes to a slow disk stops for seconds.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request's headers may take to arrive.</summary>
    public TimeSpan HeadersWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an idle connection is kept.</summary>
    public TimeSpan IdleFor { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Most bytes of one request's line and headers.</summary>
    public int MaxHeaderBytes { get; init; } = 16 * 1024;

    /// <summary>The time given to a stretch of bytes.</summary>
    public TimeSpan PatienceFor(int bytes) => LongestPause + TimeSpan.FromSeconds((double)bytes / SlowestReader);
}
