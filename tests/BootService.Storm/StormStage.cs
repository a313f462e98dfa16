using BootService.Firmware;
using BootService.Protocols.Road;

namespace BootService.Storm;

/// <summary>The stages a boot is measured by.</summary>
internal enum StormStage
{
    /// <summary>An address and the name of a boot file.</summary>
    Dhcp,

    /// <summary>Loaders and what they load of their own.</summary>
    Loader,

    /// <summary>What tells the loader what to start.</summary>
    Configuration,

    /// <summary>Kernel and RAM disk.</summary>
    Kernel,

    /// <summary>The kickstart, and whether its packages are there.</summary>
    Kickstart,
}

/// <summary>Tells stages apart.</summary>
internal static class StormStages
{
    /// <summary>The stage of a step.</summary>
    public static StormStage Of(BootStep step) => step.Stage switch
    {
        BootStage.Dhcp => StormStage.Dhcp,
        BootStage.Configuration => StormStage.Configuration,
        BootStage.Kernel => StormStage.Kernel,
        BootStage.Kickstart or BootStage.Installer => StormStage.Kickstart,
        _ when NameOf(step).EndsWith(".ipxe", StringComparison.Ordinal) => StormStage.Configuration,
        _ when NameOf(step).Contains("os/", StringComparison.Ordinal) => StormStage.Kernel,
        _ => StormStage.Loader,
    };

    private static string NameOf(BootStep step) => step is HttpStep http ? http.Url : step.What;
}
