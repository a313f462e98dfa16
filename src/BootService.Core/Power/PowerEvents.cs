namespace BootService.Core.Power;

/// <summary>What events of the stage Admin say of a host's power.</summary>
public static class PowerEvents
{
    /// <summary>It was switched on.</summary>
    public const string On = "power on";

    /// <summary>It was switched off.</summary>
    public const string Off = "power off";

    /// <summary>It was reset.</summary>
    public const string Reset = "power reset";

    /// <summary>The word for a command; null for one that changes nothing.</summary>
    public static string? Of(PowerCommand command) => command switch
    {
        PowerCommand.On => On,
        PowerCommand.Off => Off,
        PowerCommand.Reset => Reset,
        _ => null,
    };
}
