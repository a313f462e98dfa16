using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Protocols.Net;

namespace BootService.Core.Inventories;

/// <summary>The tables behind an <see cref="Inventory"/> and their indexes, which are kept in step with every change.</summary>
internal sealed record InventoryTables
{
    // Before the first tables, and once: every change makes tables.
    private static readonly ImmutableSortedDictionary<BootEntryKey, BootEntry> BuiltIn =
        Boot.BootEntries.BuiltIn.ToImmutableSortedDictionary(entry => entry.Key, entry => entry);

    public static InventoryTables Empty { get; } = new();

    public ImmutableDictionary<HostName, Host> Hosts { get; init; } = ImmutableDictionary<HostName, Host>.Empty;

    public ImmutableDictionary<MacAddress, HostName> ByMac { get; init; } = ImmutableDictionary<MacAddress, HostName>.Empty;

    public ImmutableDictionary<Ipv4, HostName> ByAddress { get; init; } = ImmutableDictionary<Ipv4, HostName>.Empty;

    public ImmutableSortedDictionary<string, Appliance> Appliances { get; init; } = ImmutableSortedDictionary.Create<string, Appliance>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, Network> Networks { get; init; } = ImmutableSortedDictionary.Create<string, Network>(StringComparer.Ordinal);

    public ImmutableDictionary<PalletKey, Pallet> Pallets { get; init; } = ImmutableDictionary<PalletKey, Pallet>.Empty;

    public ImmutableSortedDictionary<string, Cart> Carts { get; init; } = ImmutableSortedDictionary.Create<string, Cart>(StringComparer.Ordinal);

    public ImmutableSortedSet<string> Boxes { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableDictionary<HostName, InstallAttempt> Attempts { get; init; } = ImmutableDictionary<HostName, InstallAttempt>.Empty;

    public ImmutableDictionary<string, HostName> BySecret { get; init; } = ImmutableDictionary.Create<string, HostName>(StringComparer.Ordinal);

    /// <summary>How many hosts are of each environment.</summary>
    public ImmutableDictionary<string, int> Environments { get; init; } = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);

    public ImmutableDictionary<AttributeOwner, AttributeSet> Attributes { get; init; } = ImmutableDictionary<AttributeOwner, AttributeSet>.Empty;

    public ImmutableSortedDictionary<BootEntryKey, BootEntry> BootEntries { get; init; } = BuiltIn;

    public ImmutableSortedSet<string> Groups { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableSortedSet<string> AddedEnvironments { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, Access.ApiToken> Tokens { get; init; } = ImmutableSortedDictionary.Create<string, Access.ApiToken>(
        StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, Webhooks.Webhook> Webhooks { get; init; } = ImmutableSortedDictionary.Create<string, Webhooks.Webhook>(
        StringComparer.Ordinal);

    public ImmutableDictionary<Webhooks.DeliveryKey, Webhooks.WebhookDelivery> Deliveries { get; init; } =
        ImmutableDictionary<Webhooks.DeliveryKey, Webhooks.WebhookDelivery>.Empty;

    public long LastAttempt { get; init; }

    public string? FrontendKeys { get; init; }

    /// <summary>Whether two states differ in nothing but hosts, their attempts, and what no machine is told of.</summary>
    public bool IsSameBesideHosts(InventoryTables other)
    {
        var alike = this with
        {
            Hosts = other.Hosts,
            ByMac = other.ByMac,
            ByAddress = other.ByAddress,
            Environments = other.Environments,
            AddedEnvironments = other.AddedEnvironments,
            Attempts = other.Attempts,
            BySecret = other.BySecret,
            LastAttempt = other.LastAttempt,
            Tokens = other.Tokens,
            Webhooks = other.Webhooks,
            Deliveries = other.Deliveries,
            FrontendKeys = other.FrontendKeys,
        };
        return alike == other;
    }

    public InventoryTables Within(Access.HostScope scope)
    {
        var hosts = Hosts.Where(pair => scope.Has(pair.Value)).ToImmutableDictionary();
        return this with
        {
            // What the indexes know of other hosts leads nowhere.
            Hosts = hosts,
            Attempts = Attempts.Where(pair => hosts.ContainsKey(pair.Key)).ToImmutableDictionary(),
            Attributes = Attributes.Where(pair => pair.Key.Scope is not AttributeScope.Host || hosts.ContainsKey(HostName.Parse(pair.Key.Target)))
                .ToImmutableDictionary(),
            Tokens = Tokens.Clear(),
            Webhooks = Webhooks.Clear(),
            Deliveries = Deliveries.Clear(),
        };
    }

    public InventoryTables With(IEnumerable<Change> changes)
    {
        var next = new InventoryBuilder(this);
        foreach (var change in changes)
        {
            next.Apply(change);
        }

        return next.ToTables();
    }
}
