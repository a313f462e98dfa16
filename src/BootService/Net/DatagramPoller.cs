namespace BootService.Net;

/// <summary>
/// Waits for several datagram sockets at once, for a time at most, and can be woken from another thread. What it costs does not grow with the sockets.
/// </summary>
/// <remarks>Used by the loop's own thread, except <see cref="Wake"/>, which any thread may call until disposal.</remarks>
internal sealed class DatagramPoller : IDisposable
{
    private readonly LinuxEvents _events = new();
    private readonly SocketReport[] _reports;
    private readonly bool[] _ready;
    private int _reported;

    /// <summary>Makes a poller over these sockets, in this order. It does not own them.</summary>
    /// <exception cref="IOException">The process has no descriptor left.</exception>
    public DatagramPoller(params ReadOnlySpan<IDatagramSocket> sockets)
    {
        _ready = new bool[sockets.Length];
        _reports = new SocketReport[sockets.Length + 1];
        for (var index = 0; index < sockets.Length; index++)
        {
            if (!_events.TryWatch(sockets[index].Descriptor, SocketEvents.Readable, (ulong)index))
            {
                _events.Dispose();
                throw new IOException("a socket cannot be watched: the kernel has no memory for it");
            }
        }
    }

    /// <summary>Waits until a socket has something to read, the time is over, or <see cref="Wake"/> was called.</summary>
    /// <param name="milliseconds">Longest wait; 0 only looks, -1 waits for ever.</param>
    /// <returns>Whether a socket has something to read (or an error to show, which the next receive clears).</returns>
    public bool Wait(int milliseconds)
    {
        foreach (var report in _reports.AsSpan(0, _reported))
        {
            _ready[report.Key] = false;
        }

        _reported = _events.Wait(_reports, milliseconds);
        foreach (var report in _reports.AsSpan(0, _reported))
        {
            _ready[report.Key] = true;
        }

        return _reported > 0;
    }

    /// <summary>Whether the last <see cref="Wait"/> found socket <paramref name="index"/> (in the order given) readable.</summary>
    public bool IsReady(int index) => _ready[index];

    /// <summary>Ends a running <see cref="Wait"/>, or the next one if none runs.</summary>
    public void Wake() => _events.Wake();

    /// <summary>Closes the wake-up. The sockets are left as they are.</summary>
    public void Dispose() => _events.Dispose();
}
