using System.Collections.Immutable;
using BootService.Commands.Attributes;
using BootService.Commands.Boot;
using BootService.Commands.Hosts;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Commands.Files;

/// <summary>
/// Everything the admin has said, as it is written to a file: networks, appliances, boot actions, groups, hosts, attributes, boxes, and which pallets and carts
/// are enabled where.
/// </summary>
internal sealed record ApplianceDump
{
    public const int CurrentVersion = 1;

    public required int Version { get; init; }

    public ImmutableArray<DumpedNetwork> Networks { get; init; } = [];

    public ImmutableArray<Appliance> Appliances { get; init; } = [];

    public ImmutableArray<DumpedBootEntry> BootActions { get; init; } = [];

    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>The environments there are, those among them that came with a host or an attribute.</summary>
    public ImmutableArray<string> Environments { get; init; } = [];

    /// <summary>The boxes there are but for the built-in one, those among them that came with a host or a pallet.</summary>
    public ImmutableArray<string> Boxes { get; init; } = [];

    public ImmutableArray<DumpedPallet> Pallets { get; init; } = [];

    public ImmutableArray<DumpedCart> Carts { get; init; } = [];

    public ImmutableArray<DumpedHost> Hosts { get; init; } = [];

    public ImmutableArray<DumpedAttribute> Attributes { get; init; } = [];

    /// <summary>What there is; the values of secrets only when they are asked for.</summary>
    public static ApplianceDump Of(Inventory inventory, bool secrets) => new()
    {
        Version = CurrentVersion,
        Networks = [.. inventory.Networks.Values.Select(network => new DumpedNetwork(
            network.Name, network.Subnet.ToString(), network.Gateway?.ToString(), network.Zone, network.Pxe, network.Mtu, network.PoolFirst?.ToString(),
            network.PoolLast?.ToString()))],
        Appliances = [.. inventory.Appliances.Values],
        BootActions = [.. inventory.BootEntries.Values.Where(entry => BootEntries.FindBuiltIn(entry.Key) != entry).Select(DumpedBootEntry.Of)],
        Groups = [.. inventory.Groups],
        Environments = [.. inventory.EnvironmentNames()],
        Boxes = [.. inventory.BoxNames().Where(box => box != Host.DefaultBox)],
        Pallets = [.. inventory.Pallets.Values.OrderBy(pallet => pallet.Key.Folder, StringComparer.Ordinal).Select(DumpedPallet.Of)],
        Carts = [.. inventory.Carts.Values.Select(DumpedCart.Of)],
        Hosts = [.. inventory.HostsInOrder().Select(DumpedHost.Of)],
        Attributes =
            [.. Enum.GetValues<AttributeScope>().SelectMany(scope => inventory.OwnersAt(scope).OrderBy(owner => owner.Target, StringComparer.Ordinal))
                .SelectMany(
            owner => inventory.AttributesOn(owner).Select(entry => new DumpedAttribute(
                owner.Scope, owner.Target, entry.Name.ToString(), entry.Value.Shadow && !secrets ? null : entry.Value.Text, entry.Value.Shadow)))],
    };

    /// <summary>The changes that put the dump's things beside or in the place of those there are. A secret without its value stays as it is.</summary>
    /// <exception cref="RefusedException">Something in it cannot be; the sentence names it.</exception>
    public IEnumerable<Change> Changes(Inventory inventory, IBootFileNames files, DateTimeOffset now)
    {
        if (Version != CurrentVersion)
        {
            throw new RefusedException($"the dump is of version {Version} and this daemon reads version {CurrentVersion}");
        }

        Change[] surroundings =
        [
            .. Networks.Select(network => new Change.NetworkSet(network.ToNetwork())),
            .. Appliances.Select(appliance => new Change.ApplianceSet(ApplianceRules.Loaded(appliance))),
            .. BootActions.Select(dumped => new Change.BootEntrySet(BootEntryRules.Checked(dumped.ToEntry(), inventory, files))),
            .. Groups.Select(group => new Change.GroupSet(HostRules.Word("group", group))),
            .. Environments.Where(environment => !inventory.AddedEnvironments.Contains(environment))
                .Select(environment => new Change.EnvironmentAdded(HostRules.NewEnvironment(inventory, environment))),
            .. Boxes.Where(box => !inventory.AddedBoxes.Contains(box)).Select(box => new Change.BoxAdded(HostRules.Word("box", box))),
            .. Pallets.Select(pallet => pallet.ToChange(inventory)).OfType<Change>(),
            .. Carts.Select(cart => cart.ToChange()),
        ];
        return
        [
            .. surroundings,
            .. HostChanges(inventory.With(surroundings)),
            .. DumpedAttribute.Changes(Attributes, inventory.With(surroundings), now),
        ];
    }

    private IEnumerable<Change> HostChanges(Inventory inventory)
    {
        foreach (var dumped in Hosts)
        {
            if (HostName.TryParse(dumped.Name, null, out var name) && inventory.HostOf(name) is { } known)
            {
                inventory = inventory.With(new Change.HostSet(known with { Interfaces = [] }));
            }
        }

        foreach (var dumped in Hosts)
        {
            var host = dumped.ToHost(inventory);
            inventory = inventory.With(new Change.HostSet(host));
            yield return new Change.HostSet(host);
        }
    }
}

/// <summary>A network in a dump.</summary>
internal sealed record DumpedNetwork(string Name, string Subnet, string? Gateway, string? Zone, bool Pxe, int Mtu, string? First, string? Last)
{
    public Network ToNetwork() => Ipv4Network.TryParse(Subnet, null, out var subnet)
        ? new Network(Name, subnet) { Gateway = Address(Gateway), Zone = Zone, Pxe = Pxe, Mtu = Mtu, PoolFirst = Address(First), PoolLast = Address(Last) }
        : throw new RefusedException($"\"{Subnet}\" of network {Name} is not a network such as 10.1.0.0/16");

    private Ipv4? Address(string? text) => text is null ? null
        : Ipv4.TryParse(text, null, out var address) ? address
        : throw new RefusedException($"\"{text}\" of network {Name} is not an IPv4 address");
}

/// <summary>A host in a dump. What it is doing just now, its action and its attempts, is not in it.</summary>
internal sealed record DumpedHost(
    string Name, string Appliance, Place Rack, Place Rank, string Os, string? Environment, string Box, string InstallAction, string OsAction, string Comment,
    ImmutableArray<DumpedInterface> Interfaces, string[]? Groups = null,
    string? LearnedLoader = null)
{
    public static DumpedHost Of(Host host) => new(
        host.Name.ToString(), host.Appliance, host.Rack, host.Rank, host.Os, host.Environment, host.Box, host.InstallAction, host.OsAction, host.Comment,
        [.. host.Interfaces.Select(
            nic => new DumpedInterface(
                nic.Name, nic.Mac?.ToString(), nic.Address?.ToString(), nic.Network, nic.IsDefault, nic.HostName, nic.Vlan, nic.Options, nic.Channel,
                nic.Module))],
        host.Groups.IsEmpty ? null : [.. host.Groups], host.LearnedLoader);

    public Host ToHost(Inventory inventory)
    {
        if (!HostName.TryParse(Name, null, out var name))
        {
            throw new RefusedException($"\"{Name}\" is not a host name");
        }

        var known = inventory.HostOf(name);
        if (known is null)
        {
            HostRules.CheckFree(inventory, name);
        }

        var host = new Host(name, HostRules.Appliance(inventory, Appliance).Name, Rack, Rank)
        {
            Action = known?.Action ?? BootAction.None,
            Os = HostRules.Word("os", Os),
            Environment = HostRules.Environment(inventory, Environment ?? string.Empty),
            Box = HostRules.Word("box", Box),
            InstallAction = BootEntryRules.Named(inventory, InstallAction, installs: true),
            OsAction = BootEntryRules.Named(inventory, OsAction, installs: false),
            Groups = GroupRules.Several(inventory, string.Join(' ', Groups ?? [])),
            Comment = HostRules.Comment(Comment),
            LearnedLoader = LoaderChain.Choices.Contains(LearnedLoader) ? LearnedLoader : null,
        };
        return Interfaces.Aggregate(host, (sofar, nic) => InterfaceRules.With(inventory, sofar, nic.ToInterface(name)));
    }
}

/// <summary>An interface in a dump.</summary>
internal sealed record DumpedInterface(
    string Name, string? Mac, string? Ip, string? Network, bool Default, string? HostName, int? Vlan = null, string? Options = null, string? Channel = null,
    string? Module = null)
{
    public HostInterface ToInterface(HostName host)
    {
        var mac = default(MacAddress);
        var address = default(Ipv4);
        return (Mac is null || MacAddress.TryParse(Mac, null, out mac)) && (Ip is null || Ipv4.TryParse(Ip, null, out address))
            ? new HostInterface(
                Name, Mac is null ? null : mac, Ip is null ? null : address, Network, Default, HostName)
            {
                Vlan = Vlan,
                Options = Options,
                Channel = Channel,
                Module = Module
            }
            : throw new RefusedException($"interface {Name} of host {host} has an address that is none: \"{Mac}\", \"{Ip}\"");
    }
}

/// <summary>An attribute in a dump; a secret may be without its value.</summary>
internal sealed record DumpedAttribute(AttributeScope Scope, string Target, string Name, string? Value, bool Shadow)
{
    /// <summary>The changes that set them; what is a secret here stays one, whatever the dump says.</summary>
    /// <exception cref="RefusedException">One cannot be set, or not to this value.</exception>
    public static IEnumerable<Change> Changes(IEnumerable<DumpedAttribute> dumped, Inventory inventory, DateTimeOffset now)
    {
        foreach (var named in dumped.Where(attribute => attribute.Value is not null).GroupBy(attribute => attribute.Name, StringComparer.Ordinal))
        {
            if (!AttributeName.TryParse(named.Key, null, out var name) || IntrinsicAttributes.IsIntrinsic(name)
                || named.Any(attribute => attribute.Scope is AttributeScope.Intrinsic))
            {
                throw new RefusedException($"\"{named.Key}\" is not an attribute that can be set");
            }

            var secrecy = new AttributeSecrecy(inventory, name);
            foreach (var attribute in named)
            {
                var owner = new AttributeOwner(attribute.Scope, attribute.Target);
                yield return new Change.AttributeWritten(
                    owner, name, new AttributeValue(
                        SecretAttributes.Kept(name, AttributeWriting.Checked(inventory, name, attribute.Value!)), attribute.Shadow || secrecy.IsSecret(owner),
                        now));
            }
        }
    }
}
