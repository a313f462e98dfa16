using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BootService.Net;

/// <summary>An epoll(7) instance that says which sockets have room, and can be woken from another thread.</summary>
internal sealed unsafe class LinuxEvents : IDisposable
{
    private const int Add = 1;
    private const int Delete = 2;
    private const uint In = 1;
    private const uint Out = 4;
    private const int Most = 64;

    /// <summary><c>struct epoll_event</c> is packed on x86-64 only.</summary>
    private static readonly int KeyOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 4 : 8;

    private readonly Lock _closing = new();
    private readonly int _events;
    private int _wake;

    /// <summary>Makes an instance.</summary>
    /// <param name="wakeUp">The key <see cref="Wait"/> gives for <see cref="Wake"/>.</param>
    /// <exception cref="IOException">The process has no descriptor left.</exception>
    public LinuxEvents(ulong wakeUp)
    {
        const int CloseOnExec = 0x80000;
        const int NonBlocking = 0x800;
        _events = LinuxSockets.EventQueue(CloseOnExec);
        _wake = LinuxSockets.EventDescriptor(0, CloseOnExec | NonBlocking);
        if (_events < 0 || _wake < 0 || !TryChange(Add, _wake, In, wakeUp))
        {
            throw new IOException($"cannot make an event queue: {Marshal.GetLastPInvokeErrorMessage()}; raise the limit on open files");
        }
    }

    /// <summary>Reports <paramref name="key"/> for as long as the socket has room, or its peer is gone, until it is forgotten.</summary>
    public bool TryWatchForRoom(int descriptor, ulong key) => TryChange(Add, descriptor, Out, key);

    /// <summary>Reports a socket no more.</summary>
    public void Forget(int descriptor) => TryChange(Delete, descriptor, 0, 0);

    /// <summary>Waits for something to report.</summary>
    /// <param name="keys">Room for keys; at most 64 are used.</param>
    /// <param name="milliseconds">Longest wait; -1 waits for ever.</param>
    /// <returns>Keys written; 0 when the time is over or a signal came.</returns>
    public int Wait(Span<ulong> keys, int milliseconds)
    {
        const int LargestEvent = 16;
        var room = stackalloc byte[Most * LargestEvent];
        var found = Math.Max(0, LinuxSockets.WaitForEvents(_events, room, Math.Min(keys.Length, Most), milliseconds));
        for (var index = 0; index < found; index++)
        {
            keys[index] = Unsafe.ReadUnaligned<ulong>(room + (index * (KeyOffset + sizeof(ulong))) + KeyOffset);
        }

        return found;
    }

    /// <summary>Ends a running <see cref="Wait"/>, or the next one if none runs.</summary>
    public void Wake()
    {
        lock (_closing)
        {
            if (_wake >= 0)
            {
                ulong one = 1;
                _ = LinuxSockets.Write(_wake, &one, sizeof(ulong));
            }
        }
    }

    /// <summary>Takes note of the wake-up, so that it is reported no more.</summary>
    public void TakeWake()
    {
        ulong count;
        _ = LinuxSockets.Read(_wake, &count, sizeof(ulong));
    }

    /// <summary>Closes the queue. The sockets are left as they are.</summary>
    public void Dispose()
    {
        lock (_closing)
        {
            if (_wake >= 0)
            {
                _ = LinuxSockets.Close(_wake);
                _ = LinuxSockets.Close(_events);
                _wake = -1;
            }
        }
    }

    private bool TryChange(int change, int descriptor, uint wanted, ulong key)
    {
        var room = stackalloc byte[16];
        Unsafe.WriteUnaligned(room, wanted);
        Unsafe.WriteUnaligned(room + KeyOffset, key);
        return LinuxSockets.ChangeEvents(_events, change, descriptor, room) == 0;
    }
}
