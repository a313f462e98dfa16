using BootService.Commands.Profiles;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;

namespace BootService.Commands.Hosts;

/// <summary>What is about to be done to hosts, for sentences.</summary>
/// <param name="Does">As in "this removes 40 hosts".</param>
/// <param name="Done">As in "host x was not removed".</param>
/// <param name="Rest">What follows the hosts; empty or with a blank first.</param>
internal sealed record Deed(string Does, string Done, string Rest = "")
{
    public static Deed Install { get; } = new("sets", "set", " to install");

    public static Deed Remove { get; } = new("removes", "removed");

    public static Deed TakeSoftware { get; } = new("takes software from", "deprived of it");

    public static Deed Rename { get; } = new("renames", "renamed");

    public static Deed Readdress { get; } = new("takes addresses from", "given other addresses");
}

/// <summary>How many hosts somebody said a command is about.</summary>
/// <param name="Confirmed">The number; null when none was said.</param>
internal readonly record struct HostCount(int? Confirmed)
{
    /// <summary>As many as they are.</summary>
    public static HostCount Any { get; } = new(-1);

    /// <summary>As many as a parameter said.</summary>
    public static implicit operator HostCount(int? confirmed) => new(confirmed);
}

/// <summary>Keeps a slip of the hand from costing a room its systems, its names or its addresses. Pure.</summary>
internal static class HostGuard
{
    /// <summary>How many hosts are taken without being counted.</summary>
    public const int MostUnconfirmed = 10;

    /// <exception cref="RefusedException">One of the hosts is protected, or they are many and were not counted.</exception>
    public static void Check(Inventory inventory, IReadOnlyCollection<Host> hosts, Deed deed, HostCount counted)
    {
        CheckProtected(inventory, hosts, deed);
        CheckCount(hosts.Count, deed, counted);
    }

    /// <exception cref="RefusedException">They are many and were not counted, or were counted wrong.</exception>
    public static void CheckCount(int count, Deed deed, HostCount counted)
    {
        if (counted == HostCount.Any)
        {
            return;
        }

        if (counted.Confirmed is { } said && said != count)
        {
            throw new RefusedException($"confirm={said}, but this {deed.Does} {count} hosts{deed.Rest}; nothing was changed");
        }

        if (counted.Confirmed is null && count > MostUnconfirmed)
        {
            throw new RefusedException($"this {deed.Does} {count} hosts{deed.Rest}: add confirm={count} if that is what you want");
        }
    }

    /// <summary>The hosts that would lose a hardware or network address they have now.</summary>
    public static IReadOnlyCollection<Host> Readdressed(Inventory inventory, IEnumerable<Host> after) =>
    [
        .. from host in after
           let before = inventory.HostOf(host.Name)
           where before is not null
               && before.Interfaces.Any(
                   nic => (nic.Mac is { } mac && host.InterfaceOf(mac) is null)
                       || (nic.Address is { } address && host.Interfaces.All(now => now.Address != address)))
           select before,
    ];

    private static void CheckProtected(Inventory inventory, IReadOnlyCollection<Host> hosts, Deed deed)
    {
        var kept = hosts.Where(host => Arming.IsProtected(inventory, host)).Select(host => host.Name.ToString()).ToArray();
        if (kept.Length > 0)
        {
            throw new RefusedException(kept.Length == 1
                ? $"host {kept[0]} is protected and was not {deed.Done}{deed.Rest} (nor was any other): set its attribute protected to false first"
                : $"{kept.Length} of the hosts are protected and none was {deed.Done}{deed.Rest}: leave out {HostRanges.Tell(kept)}, or set their attribute "
                    + "protected to false first");
        }
    }
}
