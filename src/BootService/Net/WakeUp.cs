using System.Runtime.InteropServices;

namespace BootService.Net;

/// <summary>An eventfd(2) by which any thread ends the wait of a loop that polls it for reading.</summary>
internal sealed unsafe class WakeUp : IDisposable
{
    private readonly Lock _closing = new();
    private int _descriptor;

    /// <summary>Makes one that is not set.</summary>
    /// <exception cref="IOException">The process has no descriptor left.</exception>
    public WakeUp()
    {
        const int CloseOnExecNonBlocking = 0x80800;
        _descriptor = LinuxSockets.EventDescriptor(0, CloseOnExecNonBlocking);
        if (_descriptor < 0)
        {
            throw new IOException($"cannot make an event descriptor: {Marshal.GetLastPInvokeErrorMessage()}; raise the limit on open files");
        }
    }

    /// <summary>The descriptor to poll; negative once it is closed.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Makes the descriptor readable, until <see cref="Take"/>. Any thread may, also after disposal.</summary>
    public void Set()
    {
        lock (_closing)
        {
            if (_descriptor >= 0)
            {
                ulong one = 1;
                _ = LinuxSockets.Write(_descriptor, &one, sizeof(ulong));
            }
        }
    }

    /// <summary>Takes note: the descriptor is readable no more.</summary>
    public void Take()
    {
        ulong count;
        _ = LinuxSockets.Read(_descriptor, &count, sizeof(ulong));
    }

    /// <summary>Closes the descriptor.</summary>
    public void Dispose()
    {
        lock (_closing)
        {
            if (_descriptor >= 0)
            {
                _ = LinuxSockets.Close(_descriptor);
                _descriptor = -1;
            }
        }
    }
}
