using System.Runtime.InteropServices;
using BootService.Net;

namespace BootService.Http;

/// <summary>
/// Lets as many senders as there are processors wait on their thread, for a few milliseconds, until a full socket has room again. A reader on the
/// boot network makes room sooner than the framework's own waiting takes to change threads twice; slow readers go that way after all.
/// </summary>
internal sealed class ShortWait
{
    private const int Milliseconds = 4;

    private readonly int _most = Environment.ProcessorCount;
    private int _waiting;

    /// <summary>Waits for room.</summary>
    /// <returns>False when there was none in that time, or when enough senders wait already.</returns>
    public unsafe bool TryWait(SafeHandle socket)
    {
        if (Interlocked.Increment(ref _waiting) > _most || socket.IsClosed)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        var held = false;
        try
        {
            socket.DangerousAddRef(ref held);
            var entry = new LinuxSockets.PollEntry { Descriptor = (int)socket.DangerousGetHandle(), Wanted = LinuxSockets.PollOut };
            return LinuxSockets.Poll(&entry, 1, Milliseconds) > 0 && entry.Happened == LinuxSockets.PollOut;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            if (held)
            {
                socket.DangerousRelease();
            }

            Interlocked.Decrement(ref _waiting);
        }
    }
}
