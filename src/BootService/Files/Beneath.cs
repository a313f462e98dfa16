using System.Runtime.InteropServices;

namespace BootService.Files;

/// <summary>Opens what lies beneath a folder, and nothing else: not by "..", an absolute path or any symbolic link.</summary>
internal static unsafe partial class Beneath
{
    /// <summary>
    /// Decided once: Linux has the call since 5.6, and a filter of system calls that has to see flags (RestrictSUIDSGID= of systemd, containers) cannot
    /// let it pass.
    /// </summary>
    private static readonly bool KernelCan = AskKernel();

    /// <summary>Opens a path that may not leave the folder.</summary>
    /// <param name="folder">Descriptor of the folder.</param>
    /// <param name="path">Relative path, with its closing zero.</param>
    /// <param name="flags">As of open(2); the descriptor is closed on exec in any case.</param>
    /// <returns>The descriptor, or -1 with the error in <see cref="Marshal.GetLastPInvokeError"/>.</returns>
    public static int Open(int folder, ReadOnlySpan<byte> path, int flags) =>
        KernelCan ? OpenByKernel(folder, path, flags) : BeneathWalk.Open(folder, path, flags);

    /// <summary>As <see cref="Open"/>, by openat2(2).</summary>
    public static int OpenByKernel(int folder, ReadOnlySpan<byte> path, int flags)
    {
        const int OpenAt2Number = 437;
        const ulong BeneathWithoutMagicLinks = 0x08 | 0x02;
        var how = new OpenHow { Flags = (ulong)(uint)(flags | LinuxFiles.CloseOnExec), Resolve = BeneathWithoutMagicLinks };
        fixed (byte* start = path)
        {
            return (int)SystemCall(OpenAt2Number, folder, start, &how, (nuint)sizeof(OpenHow));
        }
    }

    private static bool AskKernel()
    {
        var root = LinuxFiles.OpenPath("/", LinuxFiles.PathOnly | LinuxFiles.CloseOnExec);
        var opened = OpenByKernel(root, ".\0"u8, LinuxFiles.PathOnly);
        var can = opened >= 0 || Marshal.GetLastPInvokeError() is not (LinuxFiles.NoSystemCall or LinuxFiles.NotPermitted);
        _ = opened >= 0 ? LinuxFiles.Close(opened) : 0;
        _ = LinuxFiles.Close(root);
        return can;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint folder, byte* path, OpenHow* how, nuint size);

    /// <summary><c>struct open_how</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
