using BootService.Commands.Verbs;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Hosts;

/// <summary>Says how interfaces of a host are put together to one. Pure.</summary>
internal static class LinkRules
{
    /// <summary>The host with an interface made of others, which give their addresses up to it.</summary>
    /// <param name="inventory">The state.</param>
    /// <param name="host">The host.</param>
    /// <param name="made">The new interface; an address, network, name or default that it leaves open is the first member's that has one.</param>
    /// <param name="members">The names of its members, all of the host's.</param>
    /// <exception cref="RefusedException">It cannot be.</exception>
    public static Host With(Inventory inventory, Host host, HostInterface made, IReadOnlyList<string> members)
    {
        AddHostInterface.CheckDevice(made.Name);
        if (host.Interfaces.Any(nic => nic.Name == made.Name))
        {
            throw new RefusedException($"interface \"{made.Name}\" of host {host.Name} already exists");
        }

        var nics = members.Distinct(StringComparer.Ordinal).Select(name => InterfaceRules.Existing(host, name)).ToArray();
        if (Array.Find(nics, nic => nic.Channel is not null) is { } taken)
        {
            throw new RefusedException($"interface {taken.Name} of host {host.Name} is part of {taken.Channel} already");
        }

        if (nics.FirstOrDefault(nic => nic.Address is not null) is { } heir)
        {
            made = made with { Address = made.Address ?? heir.Address, Network = made.Network ?? heir.Network, HostName = made.HostName ?? heir.HostName };
        }

        made = made with { Network = made.Network ?? nics.FirstOrDefault(nic => nic.Network is not null)?.Network };
        made = made with { IsDefault = made.Address is not null && (made.IsDefault || nics.Any(nic => nic.IsDefault)) };
        var bare = host with
        {
            Interfaces = [.. host.Interfaces.Select(nic => nics.Contains(nic)
                ? nic with { Channel = made.Name, Address = null, Network = null, HostName = null, IsDefault = false }
                : nic)],
        };

        // The address is free once its members have given it up.
        var after = InterfaceRules.With(inventory.With(new Change.HostSet(bare)), bare, made);
        return NodeNetworkPlan.Faults(inventory.With(new Change.HostSet(after)), after) is [var fault, ..] ? throw new RefusedException(fault) : after;
    }

    /// <summary>The one host that a call names.</summary>
    /// <exception cref="RefusedException">It names several, or none.</exception>
    public static Host Only(CommandCall call, Inventory inventory) => call.HostsNamed(inventory, [call.Arguments[0]]) is [var host]
        ? host
        : throw new RefusedException($"\"{call.Arguments[0]}\" names several hosts; this is done to one host at a time");

    /// <summary>The bonds and bridges of a host: what other interfaces are part of.</summary>
    public static IEnumerable<HostInterface> Masters(Host host) => host.Interfaces.Where(nic => MembersOf(host, nic.Name).Length > 0);

    /// <summary>The interfaces that are part of a bond or bridge.</summary>
    public static HostInterface[] MembersOf(Host host, string master) => [.. host.Interfaces.Where(nic => nic.Master == master)];

    /// <summary>Whether an interface is a bridge.</summary>
    public static bool IsBridge(HostInterface nic) => nic.Options?.Split([' ', ',']).Contains("bridge", StringComparer.Ordinal) is true;

    /// <summary>The host without a bond or bridge; its first member has the address that it had.</summary>
    public static Host Apart(Host host, HostInterface master)
    {
        var heir = MembersOf(host, master.Name)[0];
        return host with
        {
            Interfaces =
            [
                .. host.Interfaces.Where(nic => nic != master).Select(nic =>
                    nic == heir
                        ? nic with { Channel = null, Address = master.Address, Network = master.Network, HostName = master.HostName,
                            IsDefault = master.IsDefault }
                    : nic.Channel == master.Name ? nic with { Channel = nic.Master is null ? heir.Name : null }
                    : nic),
            ],
        };
    }
}
