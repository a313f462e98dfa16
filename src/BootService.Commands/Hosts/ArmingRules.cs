using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Hosts;

/// <summary>Keeps a slip of the hand from reinstalling a room. Pure.</summary>
internal static class ArmingRules
{
    /// <summary>How many hosts are armed without being counted.</summary>
    public const int MostUnconfirmed = HostGuard.MostUnconfirmed;

    /// <exception cref="RefusedException">One of the hosts is protected, or they are many and were not counted.</exception>
    public static void Check(Inventory inventory, ImmutableArray<Host> hosts, HostCount confirmed) =>
        HostGuard.Check(inventory, hosts, Deed.Install, confirmed);

    /// <exception cref="RefusedException">They are many and were not counted, or were counted wrong.</exception>
    public static void CheckCount(int count, HostCount confirmed) => HostGuard.CheckCount(count, Deed.Install, confirmed);
}
