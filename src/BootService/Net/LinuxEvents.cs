using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BootService.Net;

/// <summary>An epoll(7) instance: what happened to which descriptor; it can be woken from another thread.</summary>
internal sealed unsafe class LinuxEvents : IDisposable
{
    private const int Add = 1;
    private const int Delete = 2;
    private const int Most = 64;
    private const ulong WakeUpKey = ulong.MaxValue;

    /// <summary><c>struct epoll_event</c> is packed on x86-64 only.</summary>
    private static readonly int KeyOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 4 : 8;

    private readonly WakeUp _wake = new();
    private readonly int _queue;
    private bool _isClosed;

    /// <summary>Makes an instance.</summary>
    /// <exception cref="IOException">The process has no descriptor left.</exception>
    public LinuxEvents()
    {
        const int CloseOnExec = 0x80000;
        _queue = LinuxSockets.EventQueue(CloseOnExec);
        if (_queue < 0 || !TryChange(Add, _wake.Descriptor, (uint)SocketEvents.Readable, WakeUpKey))
        {
            throw new IOException($"cannot make an event queue: {Marshal.GetLastPInvokeErrorMessage()}; raise the limit on open files");
        }
    }

    /// <summary>Reports what happens to a descriptor from now on, and what is so already. Closing it ends the watch.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="wanted">What to report; with <see cref="SocketEvents.Once"/> each change only once.</param>
    /// <param name="key">What it is called in reports; not the largest number there is.</param>
    public bool TryWatch(int descriptor, SocketEvents wanted, ulong key) => TryChange(Add, descriptor, (uint)wanted, key);

    /// <summary>Reports a descriptor no more.</summary>
    public void Forget(int descriptor) => TryChange(Delete, descriptor, 0, 0);

    /// <summary>Waits for something to report.</summary>
    /// <param name="found">Room for reports; at most 64 are used.</param>
    /// <param name="milliseconds">Longest wait; 0 only looks, -1 waits for ever.</param>
    /// <returns>Reports written; 0 when the time is over, <see cref="Wake"/> was called or a signal came.</returns>
    public int Wait(Span<SocketReport> found, int milliseconds)
    {
        const int LargestEvent = 16;
        var room = stackalloc byte[Most * LargestEvent];
        var count = Math.Max(0, LinuxSockets.WaitForEvents(_queue, room, Math.Min(found.Length, Most), milliseconds));
        var kept = 0;
        for (var at = room; count > 0; count--, at += KeyOffset + sizeof(ulong))
        {
            var report = new SocketReport(Unsafe.ReadUnaligned<ulong>(at + KeyOffset), (SocketEvents)Unsafe.ReadUnaligned<uint>(at));
            if (report.Key == WakeUpKey)
            {
                _wake.Take();
            }
            else
            {
                found[kept++] = report;
            }
        }

        return kept;
    }

    /// <summary>Ends a running <see cref="Wait"/>, or the next one if none runs.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Closes the queue, once; its thread is gone. What was watched is left as it is.</summary>
    public void Dispose()
    {
        // A container disposes of what it hands out under several types once for each, and the number may be another file's by then.
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _wake.Dispose();
        _ = LinuxSockets.Close(_queue);
    }

    private bool TryChange(int change, int descriptor, uint wanted, ulong key)
    {
        var room = stackalloc byte[16];
        Unsafe.WriteUnaligned(room, wanted);
        Unsafe.WriteUnaligned(room + KeyOffset, key);
        return LinuxSockets.ChangeEvents(_queue, change, descriptor, room) == 0;
    }
}

/// <summary>What happened to a socket; the numbers are those of epoll(7).</summary>
[Flags]
internal enum SocketEvents : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>There is something to read or to accept.</summary>
    Readable = 0x1,

    /// <summary>There is room to write.</summary>
    Writable = 0x4,

    /// <summary>An error is to be read.</summary>
    Error = 0x8,

    /// <summary>Both directions are closed.</summary>
    HungUp = 0x10,

    /// <summary>The peer sends no more.</summary>
    PeerEnded = 0x2000,

    /// <summary>Each change is reported once (EPOLLET); whoever gets the report must go on until the kernel says to try again.</summary>
    Once = 1u << 31,
}

/// <summary>A report of <see cref="LinuxEvents"/>.</summary>
/// <param name="Key">What the descriptor is called.</param>
/// <param name="Events">What happened to it.</param>
internal readonly record struct SocketReport(ulong Key, SocketEvents Events);
