namespace BootService.Interop.Tests.Debian;

/// <summary>How long Debian's own installer may take: twice what it took when three machines shared two cores under software emulation.</summary>
internal static class DebianLimits
{
    /// <summary>The trait of tests that take so long that they have a target of their own in the Makefile.</summary>
    public const string Takes = "takes";

    /// <summary>Its value.</summary>
    public const string AnHour = "an-hour";

    /// <summary>From power-on to its end.</summary>
    public static TimeSpan Install => TimeSpan.FromMinutes(150);

    /// <summary>From power-on to a change of partitions.</summary>
    public static TimeSpan Partitioning => TimeSpan.FromMinutes(25);

    /// <summary>From a failure to the word of it: three times what it may take.</summary>
    public static TimeSpan Failure => TimeSpan.FromSeconds(90);

    /// <summary>From there to services of the installed system.</summary>
    public static TimeSpan Boot => TimeSpan.FromMinutes(20);

    /// <summary>How often the frontend is asked meanwhile.</summary>
    public static TimeSpan Look => TimeSpan.FromSeconds(10);
}
