using System.Runtime.InteropServices;
using BootService.Net;

namespace BootService.Load;

/// <summary>
/// Waits for a socket no longer than a fraction of the kernel's tick. A generator that looks without waiting keeps a processor from the server and its disk;
/// one that waits for a tick begins its exchanges in bursts.
/// </summary>
internal static unsafe partial class ShortWait
{
    /// <summary>Returns when something has come, and after <paramref name="longest"/> at the latest.</summary>
    public static void For(int descriptor, TimeSpan longest)
    {
        var entry = new LinuxSockets.PollEntry { Descriptor = descriptor, Wanted = LinuxSockets.PollIn };
        var time = stackalloc long[] { (long)longest.TotalSeconds, (long)(longest.TotalNanoseconds % 1e9) };
        _ = Poll(&entry, 1, time, null);
    }

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int Poll(LinuxSockets.PollEntry* entries, nuint count, long* time, void* signals);
}
