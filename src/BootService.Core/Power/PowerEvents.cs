using BootService.Core.Events;

namespace BootService.Core.Power;

/// <summary>What events say of a host's power.</summary>
public static class PowerEvents
{
    /// <summary>The message of a command; null for one that changes nothing.</summary>
    public static BootMessage? Of(PowerCommand command) => command switch
    {
        PowerCommand.On => BootMessage.PoweredOn,
        PowerCommand.Off => BootMessage.PoweredOff,
        PowerCommand.Reset => BootMessage.PowerReset,
        _ => null,
    };
}
