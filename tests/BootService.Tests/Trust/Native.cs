using System.Runtime.InteropServices;

namespace BootService.Tests.Trust;

internal static partial class Native
{
    /// <summary>The number of the user the tests run as.</summary>
    [LibraryImport("libc", EntryPoint = "getuid")]
    public static partial uint UserId();
}
