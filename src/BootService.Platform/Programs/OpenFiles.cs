using System.Runtime.InteropServices;

namespace BootService.Platform.Programs;

/// <summary>How many files and sockets this process may have open at a time.</summary>
public static partial class OpenFiles
{
    private const int NumberOfFiles = 7;

    /// <summary>The number; 0 where the system does not tell.</summary>
    public static ulong Most => Limit(NumberOfFiles, out var limit) == 0 ? limit.Soft : 0;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int Limit(int what, out Limits limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public ulong Soft;
        public ulong Hard;
    }
}
