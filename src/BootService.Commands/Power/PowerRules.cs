using System.Collections.Immutable;
using BootService.Commands.Hosts;
using BootService.Commands.Profiles;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Power;

namespace BootService.Commands.Power;

/// <summary>Keeps a slip of the hand from darkening a room. Pure.</summary>
internal static class PowerRules
{
    /// <exception cref="RefusedException">One of the hosts may not be interrupted, or they are many and were not counted.</exception>
    public static void Check(Inventory inventory, ImmutableArray<Host> hosts, PowerCommand command, HostCount counted)
    {
        if (command is PowerCommand.Off or PowerCommand.Reset)
        {
            CheckSpared(inventory, hosts, command);
        }

        var done = Done(command);
        if (counted != HostCount.Any && counted.Confirmed is { } said && said != hosts.Length)
        {
            throw new RefusedException($"confirm={said}, but this would have {done} {hosts.Length} hosts; nothing was done");
        }

        if (counted.Confirmed is null && command is PowerCommand.Off or PowerCommand.Reset && hosts.Length > ArmingRules.MostUnconfirmed)
        {
            throw new RefusedException($"{hosts.Length} hosts would be {done}: add confirm={hosts.Length} if that is what you want");
        }
    }

    /// <summary>What a command has done, for a sentence.</summary>
    public static string Done(PowerCommand command) => PowerStep.Told(command, PowerState.Unknown) is { Length: > 0 } told ? told : "asked";

    private static void CheckSpared(Inventory inventory, ImmutableArray<Host> hosts, PowerCommand command)
    {
        if (hosts.FirstOrDefault(host => host.Name.ToString() == inventory.Frontend.Name) is { } self)
        {
            throw new RefusedException($"host {self.Name} is this frontend, which is not {Done(command)} from here (nor was any other): leave it out");
        }

        var kept = hosts.Where(host => Arming.IsProtected(inventory, host)).Select(host => host.Name.ToString()).ToArray();
        if (kept.Length > 0)
        {
            throw new RefusedException(kept.Length == 1
                ? $"host {kept[0]} is protected and was not {Done(command)} (nor was any other): set its attribute protected to false first"
                : $"{kept.Length} of the hosts are protected and none was {Done(command)}: leave out {HostRanges.Tell(kept)}, or set their attribute protected "
                    + "to false first");
        }
    }
}
