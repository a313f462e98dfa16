using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Core.Power;

namespace BootService.Core.Timeline;

/// <summary>How far down the road an event shows its machine to be.</summary>
internal enum RoadStep
{
    /// <summary>It says nothing of the machine's way.</summary>
    None,

    /// <summary>The admin armed it.</summary>
    Armed,

    /// <summary>We switched it on, or reset it.</summary>
    Powered,

    /// <summary>We switched it off.</summary>
    SwitchedOff,

    /// <summary>It was offered an address.</summary>
    Offered,

    /// <summary>It has its address.</summary>
    Addressed,

    /// <summary>It has a loader that goes on by its own.</summary>
    Loader,

    /// <summary>It has an iPXE, which begins with DHCP again.</summary>
    IpxeLoader,

    /// <summary>Its loader was told to start a kernel.</summary>
    ToldToInstall,

    /// <summary>Its loader was told to boot from disk.</summary>
    ToldToLeave,

    /// <summary>It has the kernel.</summary>
    Kernel,

    /// <summary>It has the RAM disk.</summary>
    Initrd,

    /// <summary>Its installer has the kickstart.</summary>
    Kickstart,

    /// <summary>Its installer reports.</summary>
    Installing,

    /// <summary>Its installer is done.</summary>
    Done,

    /// <summary>It is up from its disk.</summary>
    Up,

    /// <summary>Something went wrong and says itself what.</summary>
    Failed,
}

/// <summary>Reads events as steps on the road.</summary>
internal static class Road
{
    /// <summary>How far an event shows its machine to be.</summary>
    public static RoadStep Of(in BootEvent happened) => happened switch
    {
        { What: SecretUse.EventName } or { Stage: BootStage.Admin, Outcome: not BootOutcome.Ok } => RoadStep.None,
        { Outcome: not BootOutcome.Ok } => RoadStep.Failed,
        { Stage: BootStage.Admin, What: "install" } => RoadStep.Armed,
        { Stage: BootStage.Admin, What: PowerEvents.On or PowerEvents.Reset } => RoadStep.Powered,
        { Stage: BootStage.Admin, What: PowerEvents.Off } => RoadStep.SwitchedOff,
        { Stage: BootStage.Dhcp, What: "OFFER" } => RoadStep.Offered,
        { Stage: BootStage.Dhcp or BootStage.BootServer, What: "ACK" } => RoadStep.Addressed,
        { Stage: BootStage.Tftp or BootStage.Http, Bytes: > 0 } => OfFile(happened.What),
        { Stage: BootStage.Configuration, Why: { } why } when why.StartsWith("start the kernel", StringComparison.Ordinal) => RoadStep.ToldToInstall,
        { Stage: BootStage.Configuration, Why: { } why } when why.StartsWith("boot from disk", StringComparison.Ordinal) => RoadStep.ToldToLeave,
        { Stage: BootStage.Kickstart } => RoadStep.Kickstart,
        { Stage: BootStage.Installer } => RoadStep.Installing,
        { Stage: BootStage.Done } => RoadStep.Done,
        { Stage: BootStage.Up } => RoadStep.Up,
        _ => RoadStep.None,
    };

    private static RoadStep OfFile(string name)
    {
        if (name.StartsWith(KernelImage.Root, StringComparison.Ordinal))
        {
            var file = name[(name.LastIndexOf('/') + 1)..];
            return file.Contains("initr", StringComparison.OrdinalIgnoreCase) ? RoadStep.Initrd : RoadStep.Kernel;
        }

        // A configuration over TFTP has an event of its own.
        return BootNames.Parse(name) is not null ? RoadStep.None
            : BootLoaders.Find(name) is { AsksAnew: true } ? RoadStep.IpxeLoader
            : RoadStep.Loader;
    }
}
