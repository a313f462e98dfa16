using System.Collections.Immutable;
using BootService.Commands.Profiles;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;

namespace BootService.Commands.Hosts;

/// <summary>Keeps a slip of the hand from reinstalling a room. Pure.</summary>
internal static class ArmingRules
{
    /// <summary>How many hosts are armed without being counted.</summary>
    public const int MostUnconfirmed = 10;

    /// <exception cref="RefusedException">One of the hosts is protected, or they are many and were not counted.</exception>
    public static void Check(Inventory inventory, ImmutableArray<Host> hosts, int? confirmed)
    {
        var kept = hosts.Where(host => Arming.IsProtected(inventory, host)).Select(host => host.Name.ToString()).ToArray();
        if (kept.Length > 0)
        {
            throw new RefusedException(kept.Length == 1
                ? $"host {kept[0]} is protected and was not set to install (nor was any other): set its attribute protected to false first"
                : $"{kept.Length} of the hosts are protected and none was set to install: leave out {HostRanges.Fold(kept)}, or set their attribute protected to false first");
        }

        CheckCount(hosts.Length, confirmed);
    }

    /// <exception cref="RefusedException">They are many and were not counted, or were counted wrong.</exception>
    public static void CheckCount(int count, int? confirmed)
    {
        if (confirmed is { } counted && counted != count)
        {
            throw new RefusedException($"confirm={counted}, but this sets {count} hosts to install; nothing was changed");
        }

        if (confirmed is null && count > MostUnconfirmed)
        {
            throw new RefusedException($"this sets {count} hosts to install: add confirm={count} if that is what you want");
        }
    }
}
