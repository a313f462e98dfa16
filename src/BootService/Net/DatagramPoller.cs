namespace BootService.Net;

/// <summary>Waits for several datagram sockets at once, for a time at most, and can be woken from another thread.</summary>
/// <remarks>Used by the loop's own thread, except <see cref="Wake"/>, which any thread may call until disposal.</remarks>
internal sealed unsafe class DatagramPoller : IDisposable
{
    private readonly LinuxSockets.PollEntry[] _entries;
    private readonly WakeUp _wake = new();

    /// <summary>Makes a poller over these sockets, in this order. It does not own them.</summary>
    /// <exception cref="IOException">The process has no descriptor left for the wake-up.</exception>
    public DatagramPoller(params ReadOnlySpan<IDatagramSocket> sockets)
    {
        _entries = new LinuxSockets.PollEntry[sockets.Length + 1];
        for (var index = 0; index < sockets.Length; index++)
        {
            _entries[index] = new LinuxSockets.PollEntry { Descriptor = sockets[index].Descriptor, Wanted = LinuxSockets.PollIn };
        }

        _entries[^1] = new LinuxSockets.PollEntry { Descriptor = _wake.Descriptor, Wanted = LinuxSockets.PollIn };
    }

    /// <summary>Waits until a socket has something to read, the time is over, or <see cref="Wake"/> was called.</summary>
    /// <param name="milliseconds">Longest wait; 0 only looks, -1 waits for ever.</param>
    /// <returns>Whether a socket has something to read (or an error to show, which the next receive clears).</returns>
    public bool Wait(int milliseconds)
    {
        int ready;
        fixed (LinuxSockets.PollEntry* entries = _entries)
        {
            ready = LinuxSockets.Poll(entries, (nuint)_entries.Length, milliseconds);
        }

        if (ready <= 0)
        {
            // Time over, or a signal (then the kernel left the old answers in place): nothing is ready.
            foreach (ref var entry in _entries.AsSpan())
            {
                entry.Happened = 0;
            }

            return false;
        }

        if (_entries[^1].Happened != 0)
        {
            _wake.Take();
            ready--;
        }

        return ready > 0;
    }

    /// <summary>Whether the last <see cref="Wait"/> found socket <paramref name="index"/> (in the order given) readable.</summary>
    public bool IsReady(int index) => _entries[index].Happened != 0;

    /// <summary>Ends a running <see cref="Wait"/>, or the next one if none runs.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Closes the wake-up. The sockets are left as they are.</summary>
    public void Dispose() => _wake.Dispose();
}
