namespace BootService.Interop.Tests;

/// <summary>How long things may take: three times what they took on two busy cores under software emulation.</summary>
internal static class Limits
{
    /// <summary>From power-on to the installed system, with other machines beside it.</summary>
    public static TimeSpan Install => TimeSpan.FromMinutes(12);

    /// <summary>From power-on to the installed system on another kind of processor than this one, which is always emulated.</summary>
    public static TimeSpan EmulatedArm => TimeSpan.FromMinutes(15);

    /// <summary>From power-on to the installer's first package.</summary>
    public static TimeSpan Packages => TimeSpan.FromMinutes(6);

    /// <summary>What the daemon promises for its end after SIGTERM.</summary>
    public static TimeSpan Stop => TimeSpan.FromSeconds(5);
}
