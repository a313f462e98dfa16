using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Core.Stored;

/// <summary>Hosts and what is said of them.</summary>
public static class HostTables
{
    // Words of an interface stand before its values; those that everybody knows by their looks have none.
    internal static Table<HostInterface> Nics { get; } = new Table<HostInterface>("nics", new HostInterface(string.Empty, null, null, null))
        .Key("name", Cells.Text, nic => nic.Name, (nic, name) => nic with { Name = name })
        .Column("mac", Cells.Maybe(Cells.Mac), nic => nic.Mac, (nic, mac) => nic with { Mac = mac }, word: string.Empty)
        .Column("address", Cells.Maybe(Cells.Address), nic => nic.Address, (nic, address) => nic with { Address = address }, word: string.Empty)
        .Column("network", Cells.MaybeText, nic => nic.Network, (nic, network) => nic with { Network = network }, word: string.Empty)
        .Column("is_default", Cells.Flag, nic => nic.IsDefault, (nic, isDefault) => nic with { IsDefault = isDefault }, word: "default")
        .Column("host_name", Cells.MaybeText, nic => nic.HostName, (nic, name) => nic with { HostName = name }, word: "as")
        .Column("vlan", Cells.Maybe(Cells.Whole), nic => nic.Vlan, (nic, vlan) => nic with { Vlan = vlan })
        .Column("options", Cells.MaybeText, nic => nic.Options, (nic, options) => nic with { Options = options })
        .Column("channel", Cells.MaybeText, nic => nic.Channel, (nic, channel) => nic with { Channel = channel })
        .Column("module", Cells.MaybeText, nic => nic.Module, (nic, module) => nic with { Module = module });

    /// <summary>Hosts.</summary>
    public static Table<Host> Hosts { get; } = new Table<Host>("hosts", new Host(default, string.Empty, 0, 0))
        .Key("name", Cells.HostName, host => host.Name, (host, name) => host with { Name = name })
        .Column("appliance", Cells.Text, host => host.Appliance, (host, appliance) => host with { Appliance = appliance })
        .Column("rack", Cells.Place, host => host.Rack, (host, rack) => host with { Rack = rack })
        .Column("rank", Cells.Place, host => host.Rank, (host, rank) => host with { Rank = rank })
        .Column("action", Cells.Word<BootAction>(), host => host.Action, (host, action) => host with { Action = action })
        .Column("os", Cells.Text, host => host.Os, (host, os) => host with { Os = os })
        .Column("environment", Cells.MaybeText, host => host.Environment, (host, environment) => host with { Environment = environment })
        .Column("box", Cells.Text, host => host.Box, (host, box) => host with { Box = box })
        .Column("install_action", Cells.Text, host => host.InstallAction, (host, action) => host with { InstallAction = action })
        .Column("os_action", Cells.Text, host => host.OsAction, (host, action) => host with { OsAction = action }, word: "runaction")
        .Column("comment", Cells.Text, host => host.Comment, (host, comment) => host with { Comment = comment })
        .Column("learned_loader", Cells.MaybeText, host => host.LearnedLoader, (host, loader) => host with { LearnedLoader = loader })
        .Column("groups", Cells.Words, host => host.Groups, (host, groups) => host with { Groups = groups }, older: "[]")
        .As(host => new Change.HostSet(host));

    /// <summary>Groups of hosts; the hosts say which they are in.</summary>
    public static Table<string> Groups { get; } = SoftwareTables.Names("groups").As(name => new Change.GroupSet(name));

    /// <summary>Environments that were added by name; the hosts say which they are of.</summary>
    public static Table<string> Environments { get; } = SoftwareTables.Names("environments").As(name => new Change.EnvironmentAdded(name));

    /// <summary>The interfaces of hosts, each at its place of the host's list, which is sorted by people's rules and not by the database's.</summary>
    internal static Table<Part<HostName, HostInterface>> Interfaces { get; } = MakeInterfaces();

    /// <summary>Attributes, in the order of their owners.</summary>
    public static Table<Change.AttributeWritten> Attributes { get; } =
        new Table<Change.AttributeWritten>(
            "attributes", new Change.AttributeWritten(default, default, new AttributeValue(string.Empty, Shadow: false, default)))
        .Key("scope", Cells.Word<AttributeScope>(), set => set.Owner.Scope, (set, scope) => set with { Owner = set.Owner with { Scope = scope } })
        .Key("target", Cells.Text, set => set.Owner.Target, (set, target) => set with { Owner = set.Owner with { Target = target } })
        .Key("name", AttributeNames, set => set.Name, (set, name) => set with { Name = name })
        .Column("text", Cells.Text, set => set.Value.Text, (set, text) => set with { Value = set.Value with { Text = text } })
        .Column("shadow", Cells.Flag, set => set.Value.Shadow, (set, shadow) => set with { Value = set.Value with { Shadow = shadow } })
        .Column("since", Cells.Time, set => set.Value.Since, (set, since) => set with { Value = set.Value with { Since = since } })
        .ReadBy(() => new AttributeReader().Read)
        .As(set => set);

    private static Cell<AttributeName> AttributeNames =>
        new(CellKind.Text, name => name.ToString(), (row, at) => AttributeName.Parse(row.Text(at)), name => name.ToString());

    private static Table<Part<HostName, HostInterface>> MakeInterfaces()
    {
        var table = new Table<Part<HostName, HostInterface>>(
            "interfaces", new Part<HostName, HostInterface>(default, 0, new HostInterface(string.Empty, null, null, null)))
            .Key("host", Cells.HostName, part => part.Owner, (part, host) => part with { Owner = host })
            .Inner(string.Empty, Nics, part => part.Value, (part, nic) => part with { Value = nic })
            .Column("position", Cells.Whole, part => part.Position, (part, position) => part with { Position = position })
            .Unique("mac").Unique("address")
            .BelongsTo("host", Hosts);
        Hosts.With(
            new Parts<Host, HostName, HostInterface>(table, host => host.Name, host => host.Interfaces, (host, nics) => host with { Interfaces = [.. nics] }));
        return table;
    }

    // Half a million rows have a few dozen different names and come owner by owner: each is made once.
    private sealed class AttributeReader
    {
        private static readonly Cell<AttributeScope> Scopes = Cells.Word<AttributeScope>();
        private readonly Dictionary<string, AttributeName> _names = new(StringComparer.Ordinal);
        private AttributeOwner _owner = AttributeOwner.Global;

        public Change.AttributeWritten Read(IRow row)
        {
            var (scope, target, text) = (Scopes.Read(row, 0), row.Text(1), row.Text(2));
            if (scope != _owner.Scope || target != _owner.Target)
            {
                _owner = new AttributeOwner(scope, target);
            }

            if (!_names.TryGetValue(text, out var name))
            {
                _names[text] = name = AttributeName.Parse(text);
            }

            return new Change.AttributeWritten(_owner, name, new AttributeValue(row.Text(3), row.Flag(4), Cells.Time.Read(row, 5)));
        }
    }
}
