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

    /// <summary>How far apart two readings of one moment may be, in milliseconds: a client on this machine asks again at once.</summary>
    private const long ClockGrain = 2;

    private Dictionary<UdpPeer, Trace> _recent = [];
    private Dictionary<UdpPeer, Trace> _older = [];

    /// <summary>The port for what the client asked for now, never the one of its previous file.</summary>
    public int Next(UdpPeer client)
    {
        var known = Find(client, out var past);
        var port = known ? (past.Last + 1) % count : 0;
        if (_recent.Count >= Remembered && !_recent.ContainsKey(client))
        {
            (_recent, _older) = (_older, _recent);
            _recent.Clear();
        }

        _recent[client] = past with { Last = (byte)port, Used = (byte)(past.Used | (1 << port)) };
        return port;
    }

    /// <summary>Notes the end of a file that the client has whole.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">Hash of its request's bytes.</param>
    /// <param name="sent">When its last packet left, in milliseconds of the engine's clock.</param>
    public void Finished(UdpPeer client, int request, long sent)
    {
        if (Find(client, out var past))
        {
            _recent[client] = past with { Request = request, Sent = sent };
        }
    }

    /// <summary>
    /// Whether a request is a repetition that lay in a queue while the first one was answered: it came before the last packet of the very file
    /// it asks for had left. Answered, it would start that file again toward a port that may wait for another one by now.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="request">Hash of its request's bytes.</param>
    /// <param name="came">When it reached this machine.</param>
    public bool IsBelated(UdpPeer client, int request, long came) =>
        Find(client, out var past) && past.Sent - ClockGrain > came && past.Request == request;

    /// <summary>Whether the client was served from this port, so that a late packet there is no surprise.</summary>
    public bool HasServed(UdpPeer client, int port) => Find(client, out var past) && (past.Used & (1 << port)) != 0;

    private bool Find(UdpPeer client, out Trace past) => _recent.TryGetValue(client, out past) || _older.TryGetValue(client, out past);

    /// <summary>What is known of a client.</summary>
    /// <param name="Last">The port of its latest file.</param>
    /// <param name="Used">All ports it was served from, one bit each.</param>
    /// <param name="Request">Hash of the request of the last file it has whole.</param>
    /// <param name="Sent">When that file's last packet left; 0 while there is none.</param>
    private readonly record struct Trace(byte Last, byte Used, int Request, long Sent);
}
