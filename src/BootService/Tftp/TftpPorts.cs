using BootService.Net;

namespace BootService.Tftp;

/// <summary>
/// By which of its data ports a worker serves a client. A transfer is known by the ports of both ends (RFC 1350 §4); a client that keeps its own
/// port for the next file is therefore served from another one of ours, and late packets of the previous file belong to nobody.
/// </summary>
/// <remarks>
/// A client without a past gets the first port, so that nearly all traffic stays in one batch. The past of at least the last
/// <see cref="Remembered"/> clients is kept; the rule holds for them. Ports are numbered from 0.
/// </remarks>
/// <param name="count">Ports there are, 1 to <see cref="Most"/>; with one there is no choice.</param>
internal sealed class TftpPorts(int count)
{
    /// <summary>Most ports of one worker.</summary>
    public const int Most = 8;

    /// <summary>Clients remembered at least: seconds of the heaviest storm, hours of an ordinary day.</summary>
    public const int Remembered = 32_768;

    private Dictionary<UdpPeer, Trace> _recent = [];
    private Dictionary<UdpPeer, Trace> _older = [];

    /// <summary>The port for what the client asked for now, never the one of its previous file.</summary>
    public int Next(UdpPeer client)
    {
        var known = Find(client, out var past);
        var port = known ? (past.Last + 1) % count : 0;
        if (_recent.Count == Remembered && !_recent.ContainsKey(client))
        {
            (_recent, _older) = (_older, _recent);
            _recent.Clear();
        }

        _recent[client] = new Trace((byte)port, (byte)(past.Used | (1 << port)));
        return port;
    }

    /// <summary>Whether the client was served from this port, so that a late packet there is no surprise.</summary>
    public bool HasServed(UdpPeer client, int port) => Find(client, out var past) && (past.Used & (1 << port)) != 0;

    private bool Find(UdpPeer client, out Trace past) => _recent.TryGetValue(client, out past) || _older.TryGetValue(client, out past);

    /// <summary>What is known of a client.</summary>
    /// <param name="Last">The port of its latest file.</param>
    /// <param name="Used">All ports it was served from, one bit each.</param>
    private readonly record struct Trace(byte Last, byte Used);
}
