using BootService.Core.Attributes;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Hosts;

/// <summary>
/// What becomes of machines nobody has added (docs/stacki.md). Off unless the admin switches it on; kept in the global attributes <c>discovery.*</c>.
/// </summary>
/// <param name="Appliance">The appliance they become.</param>
/// <param name="Rack">The rack they are put in.</param>
/// <param name="Rank">The first rank that is given.</param>
/// <param name="Install">Whether they are installed at once; otherwise they are only listed.</param>
public sealed record Discovery(string Appliance, int Rack, int Rank, bool Install)
{
    /// <summary>The attribute that names the appliance; discovery is on while it is set.</summary>
    public static AttributeName ApplianceAttribute { get; } = AttributeName.Parse("discovery.appliance");

    /// <summary>The attribute that says whether they are installed.</summary>
    public static AttributeName InstallAttribute { get; } = AttributeName.Parse("discovery.install");

    /// <summary>The attribute with the rack.</summary>
    public static AttributeName RackAttribute { get; } = AttributeName.Parse("discovery.base.rack");

    /// <summary>The attribute with the first rank.</summary>
    public static AttributeName RankAttribute { get; } = AttributeName.Parse("discovery.base.rank");

    /// <summary>What is in force; null while discovery is off.</summary>
    public static Discovery? Of(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        var global = inventory.AttributesOn(AttributeOwner.Global);
        return global.Find(ApplianceAttribute) is { Text: var appliance } && inventory.Appliances.ContainsKey(appliance)
            ? new Discovery(
                appliance, Number(global, RackAttribute), Number(global, RankAttribute), AttributeForm.Truth(global.Find(InstallAttribute)?.Text) is true)
            : null;
    }

    /// <summary>
    /// The host that an unknown machine becomes: the next free rank's name and the highest free address of the network, counted down from the top.
    /// </summary>
    /// <param name="inventory">The newest state.</param>
    /// <param name="network">The network it was seen on.</param>
    /// <param name="mac">Its card.</param>
    /// <returns>Null when the network has no free address, or no name is left.</returns>
    public Host? Meet(Inventory inventory, Network network, MacAddress mac)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(network);
        return FreeRank(inventory) is var (name, rank) && new FreeAddresses(inventory, network).Take() is { } address
            ? new Host(name, Appliance, Rack, rank)
            {
                Interfaces = [new HostInterface("eth0", mac, address, network.Name, IsDefault: true)],
                Comment = "discovered",
            }
            : null;
    }

    /// <summary>The first rank from <see cref="Rank"/> on whose name nobody has; null when there is none, or no host can be called so.</summary>
    private (HostName Name, int Rank)? FreeRank(Inventory inventory)
    {
        var stem = Hosts.Appliance.HostStem(Appliance);
        for (long rank = Rank; rank <= int.MaxValue; rank++)
        {
            if (!HostName.TryParse($"{stem}-{Rack}-{rank}", null, out var name))
            {
                return null;
            }

            if (inventory.HostOf(name) is null)
            {
                return (name, (int)rank);
            }
        }

        return null;
    }

    private static int Number(AttributeSet global, AttributeName name) => int.TryParse(global.Find(name)?.Text, out var number) && number >= 0 ? number : 0;
}
