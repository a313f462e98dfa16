using System.Collections.Immutable;
using BootService.Protocols.Net;

namespace BootService.Core.Hosts;

/// <summary>A machine the appliance knows.</summary>
/// <param name="Name">Its name, the key.</param>
/// <param name="Appliance">The name of its appliance.</param>
/// <param name="Rack">Which rack it stands in.</param>
/// <param name="Rank">Its place in the rack.</param>
public sealed record Host(HostName Name, string Appliance, Place Rack, Place Rank)
{
    /// <summary>On how many others an interface may stand: a VLAN on a bridge on a bond.</summary>
    internal const int MostLayers = 4;

    /// <summary>The box that is always there.</summary>
    public const string DefaultBox = "default";

    /// <summary>What it does at its next network boot.</summary>
    public BootAction Action { get; init; }

    /// <summary>The operating system family that attribute scope <c>os</c> goes by; Stacki's word for all of Red Hat's kin is <c>redhat</c>.</summary>
    public string Os { get; init; } = "redhat";

    /// <summary>The environment that attribute scope <c>environment</c> goes by; null is none.</summary>
    public string? Environment { get; init; }

    /// <summary>The box whose pallets and carts it installs from.</summary>
    public string Box { get; init; } = DefaultBox;

    /// <summary>The bootaction that <see cref="BootAction.Install"/> stands for.</summary>
    public string InstallAction { get; init; } = "install";

    /// <summary>The bootaction that <see cref="BootAction.Os"/> stands for.</summary>
    public string OsAction { get; init; } = "os";

    /// <summary>What the admin noted; empty when nothing.</summary>
    public string Comment { get; init; } = string.Empty;

    /// <summary>
    /// The loader its boots have taught to lead it through, a choice of the attribute <c>loader</c>: others stalled on it. Null while none did.
    /// </summary>
    public string? LearnedLoader { get; init; }

    /// <summary>The groups it is in, in the order of their names, each once.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Its interfaces, in the order of their names.</summary>
    public ImmutableArray<HostInterface> Interfaces { get; init; } = [];

    /// <summary>The interface that names the host: the default one, else the first with an address; null while there is none.</summary>
    public HostInterface? Primary =>
        Interfaces.FirstOrDefault(nic => nic.IsDefault && nic.Address is not null) ?? Interfaces.FirstOrDefault(nic => nic.Address is not null);

    /// <summary>The address that <c>&amp;hostaddr;</c> stands for; null while it has none.</summary>
    public Ipv4? Address => Primary?.Address;

    /// <summary>The interface with this hardware address; null when it is none of ours.</summary>
    public HostInterface? InterfaceOf(MacAddress mac)
    {
        // A loop, because packets are answered by it.
        foreach (var nic in Interfaces.AsSpan())
        {
            if (nic.Mac == mac)
            {
                return nic;
            }
        }

        return null;
    }

    /// <summary>
    /// The address a machine is given that asks by one of the host's cards: the card's own, or that of the bond or bridge it is part of; null for none.
    /// </summary>
    public Ipv4? AddressAt(MacAddress mac) => AddressedBy(mac)?.Address;

    /// <summary>
    /// The interface whose address a machine is given that asks by one of the host's cards: the card itself, or the bond or bridge it is part of, which may
    /// be part of another; null when none of them has an address.
    /// </summary>
    public HostInterface? AddressedBy(MacAddress mac)
    {
        var nic = InterfaceOf(mac);
        for (var layers = 0; nic is { Address: null, Vlan: null, Channel: { } master } && layers < MostLayers; layers++)
        {
            nic = Named(master) is { Vlan: null } above ? above : null;
        }

        return nic?.Address is null ? null : nic;
    }

    /// <summary>The card by which a machine that has this address asked us for it; null when it is no address of a card here.</summary>
    public MacAddress? CardAt(Ipv4 address)
    {
        foreach (var nic in Interfaces.AsSpan())
        {
            if (nic.Mac is { } mac && AddressedBy(mac)?.Address == address)
            {
                return mac;
            }
        }

        return null;
    }

    private HostInterface? Named(string name)
    {
        foreach (var nic in Interfaces.AsSpan())
        {
            if (nic.Name == name)
            {
                return nic;
            }
        }

        return null;
    }

    /// <summary>Two hosts are equal when every field, group and interface is; the arrays compare by content, not by reference.</summary>
    public bool Equals(Host? other) =>
        other is not null && Name == other.Name && Appliance == other.Appliance && Rack == other.Rack && Rank == other.Rank
        && Action == other.Action && Os == other.Os && Environment == other.Environment && Box == other.Box
        && InstallAction == other.InstallAction && OsAction == other.OsAction && Comment == other.Comment && LearnedLoader == other.LearnedLoader
        && Groups.SequenceEqual(other.Groups) && Interfaces.SequenceEqual(other.Interfaces);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode();
}
