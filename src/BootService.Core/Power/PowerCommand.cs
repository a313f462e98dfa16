namespace BootService.Core.Power;

/// <summary>What is asked of a machine's power.</summary>
public enum PowerCommand
{
    /// <summary>Whether it is on.</summary>
    Status,

    /// <summary>Switch it on; a machine that is on stays as it is.</summary>
    On,

    /// <summary>Cut its power, as a cord that is pulled; nothing is asked to shut down.</summary>
    Off,

    /// <summary>Start it anew at once; a machine that is off is switched on.</summary>
    Reset,
}

/// <summary>What a machine's power is.</summary>
public enum PowerState
{
    /// <summary>Nobody can tell.</summary>
    Unknown,

    /// <summary>Off; what a BMC needs for itself apart.</summary>
    Off,

    /// <summary>On.</summary>
    On,
}

/// <summary>What came of asking one machine's power.</summary>
/// <param name="State">What it is now, as far as the answer tells.</param>
/// <param name="Fault">Why it was not done, one sentence that says what to do; null when it was done.</param>
public readonly record struct PowerAnswer(PowerState State, string? Fault)
{
    /// <summary>Not done.</summary>
    public static PowerAnswer Failed(string fault) => new(PowerState.Unknown, fault);

    /// <summary>Done as asked: the state that a command brings about.</summary>
    public static PowerAnswer Done(PowerCommand command) => new(command is PowerCommand.Off ? PowerState.Off : PowerState.On, null);
}

/// <summary>Decides what is really to be done. Pure.</summary>
public static class PowerStep
{
    /// <summary>What to do to a machine in a known state; null when there is nothing to do.</summary>
    /// <remarks>Most BMCs refuse to reset a machine that is off, and whoever resets a rack wants all of it to boot.</remarks>
    public static PowerCommand? Needed(PowerCommand asked, PowerState now) => (asked, now) switch
    {
        (PowerCommand.Status, _) or (PowerCommand.On, PowerState.On) or (PowerCommand.Off, PowerState.Off) => null,
        (PowerCommand.Reset, PowerState.Off) => PowerCommand.On,
        _ => asked,
    };

    /// <summary>What was done, in the words of a table.</summary>
    public static string Told(PowerCommand asked, PowerState before) => (asked, before) switch
    {
        (PowerCommand.On, PowerState.On) => "was on already",
        (PowerCommand.Off, PowerState.Off) => "was off already",
        (PowerCommand.Reset, PowerState.Off) => "was off, switched on",
        (PowerCommand.On, _) => "switched on",
        (PowerCommand.Off, _) => "switched off",
        (PowerCommand.Reset, _) => "reset",
        _ => string.Empty,
    };
}
