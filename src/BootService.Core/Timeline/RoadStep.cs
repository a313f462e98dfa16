using BootService.Core.Events;
using BootService.Protocols.Road;

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
        { Message: BootMessage.Secret } or { Stage: BootStage.Admin, Outcome: not BootOutcome.Ok } => RoadStep.None,
        { Outcome: not BootOutcome.Ok } => RoadStep.Failed,
        { Message: BootMessage.ActionSet, Told: BootTold.Install } => RoadStep.Armed,
        { Message: BootMessage.PoweredOn or BootMessage.PowerReset } => RoadStep.Powered,
        { Message: BootMessage.PoweredOff } => RoadStep.SwitchedOff,
        { Message: BootMessage.Offer } => RoadStep.Offered,
        { Message: BootMessage.Ack or BootMessage.Bootp } => RoadStep.Addressed,
        { Message: BootMessage.Loader, Bytes: > 0 } => RoadStep.Loader,
        { Message: BootMessage.IpxeLoader, Bytes: > 0 } => RoadStep.IpxeLoader,
        { Message: BootMessage.Kernel, Bytes: > 0 } => RoadStep.Kernel,
        { Message: BootMessage.RamDisk, Bytes: > 0 } => RoadStep.Initrd,
        { Message: BootMessage.Configuration, Told: BootTold.Install or BootTold.Kernel } => RoadStep.ToldToInstall,
        { Message: BootMessage.Configuration, Told: BootTold.Disk } => RoadStep.ToldToLeave,
        { Message: BootMessage.Kickstart } => RoadStep.Kickstart,
        { Message: BootMessage.StageReached } => RoadStep.Installing,
        { Message: BootMessage.Done } => RoadStep.Done,
        { Message: BootMessage.Confirmed } => RoadStep.Up,
        _ => RoadStep.None,
    };
}
