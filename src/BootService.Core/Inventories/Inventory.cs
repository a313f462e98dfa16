using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Protocols.Net;

namespace BootService.Core.Inventories;

/// <summary>Everything the appliance knows, as one immutable value. Finding a host by card or address takes no lock and no allocation.</summary>
public sealed class Inventory
{
    private Inventory? _doubted;

    internal Inventory(Frontend frontend, InventoryTables tables)
    {
        Frontend = frontend;
        Tables = tables;
        Shared = new SharedFacts(this);
    }

    /// <summary>This machine as its nodes see it.</summary>
    public Frontend Frontend { get; }

    /// <summary>Hosts by name.</summary>
    public ImmutableDictionary<HostName, Host> Hosts => Tables.Hosts;

    /// <summary>Appliances by name.</summary>
    public ImmutableSortedDictionary<string, Appliance> Appliances => Tables.Appliances;

    /// <summary>Networks by name.</summary>
    public ImmutableSortedDictionary<string, Network> Networks => Tables.Networks;

    /// <summary>Pallets by identity.</summary>
    public ImmutableDictionary<PalletKey, Pallet> Pallets => Tables.Pallets;

    /// <summary>Boot actions, the built-in ones among them, in the order of their keys.</summary>
    public ImmutableSortedDictionary<BootEntryKey, BootEntry> BootEntries => Tables.BootEntries;

    /// <summary>The names of groups, in their order.</summary>
    public ImmutableSortedSet<string> Groups => Tables.Groups;

    /// <summary>Carts by name.</summary>
    public ImmutableSortedDictionary<string, Cart> Carts => Tables.Carts;

    /// <summary>Boxes that were added by name. Others come with what is said to be in them; see <see cref="BoxNames"/>.</summary>
    public ImmutableSortedSet<string> AddedBoxes => Tables.Boxes;

    /// <summary>The newest attempt of each host that ever had one.</summary>
    public ImmutableDictionary<HostName, InstallAttempt> Attempts => Tables.Attempts;

    /// <summary>Tokens of the TLS side by name.</summary>
    public ImmutableSortedDictionary<string, Access.ApiToken> Tokens => Tables.Tokens;

    /// <summary>Who is told of what happens, by name.</summary>
    public ImmutableSortedDictionary<string, Webhooks.Webhook> Webhooks => Tables.Webhooks;

    /// <summary>What they have not taken yet.</summary>
    public ImmutableDictionary<Webhooks.DeliveryKey, Webhooks.WebhookDelivery> Deliveries => Tables.Deliveries;

    /// <summary>The highest number an attempt ever had here; 0 when there was none.</summary>
    public long LastAttempt => Tables.LastAttempt;

    /// <summary>The public keys of root of the frontend, one a line; null while none is known.</summary>
    public string? FrontendKeys => Tables.FrontendKeys;

    /// <summary>Whether this is the state of now as far as anybody knows. A frontend that shares its database and cannot reach it cannot tell what others have
    /// changed:
    /// it hands out no installer.</summary>
    public bool IsFresh { get; private init; } = true;

    /// <summary>The same state, of which it is not known whether it is the newest.</summary>
    public Inventory Doubted => IsFresh ? _doubted ??= new Inventory(Frontend, Tables) { IsFresh = false } : this;

    internal InventoryTables Tables { get; }

    internal SharedFacts Shared { get; }

    /// <summary>An appliance that knows nothing yet.</summary>
    public static Inventory Empty(Frontend frontend) => new(frontend, InventoryTables.Empty);

    /// <summary>This state on a frontend whose interfaces have changed.</summary>
    public Inventory Seen(Frontend frontend) => frontend == Frontend ? this : new(frontend, Tables);

    /// <summary>What somebody sees who may see some hosts alone: no other host with its attributes and attempts, no token and no webhook.</summary>
    public Inventory Within(Access.HostScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return scope.IsAll ? this : new Inventory(Frontend, Tables.Within(scope)) { IsFresh = IsFresh };
    }

    /// <summary>This state after some changes, in order.</summary>
    public Inventory With(IEnumerable<Change> changes) => new(Frontend, Tables.With(changes));

    /// <inheritdoc cref="With(IEnumerable{Change})"/>
    public Inventory With(params ReadOnlySpan<Change> changes) => With(changes.ToArray().AsEnumerable());

    /// <summary>The host with this card; null when no host has it.</summary>
    public Host? HostOf(MacAddress mac) => Tables.ByMac.TryGetValue(mac, out var name) ? Tables.Hosts.GetValueOrDefault(name) : null;

    /// <summary>The host with a card; null for one we do not know, and for a question without a card.</summary>
    public Host? HostWith(MacAddress mac) => mac.IsZero ? null : HostOf(mac);

    /// <summary>The host with this address; null when no host has it.</summary>
    public Host? HostOf(Ipv4 address) => Tables.ByAddress.TryGetValue(address, out var name) ? Tables.Hosts.GetValueOrDefault(name) : null;

    /// <summary>The host with this name; null when there is none.</summary>
    public Host? HostOf(HostName name) => Tables.Hosts.GetValueOrDefault(name);

    /// <summary>The newest attempt of a host; null when it never had one.</summary>
    public InstallAttempt? AttemptOf(HostName name) => Tables.Attempts.GetValueOrDefault(name);

    /// <summary>The attempt with this secret, of any state, if it is still its host's newest; null otherwise.</summary>
    public InstallAttempt? AttemptOf(string secret) =>
        Tables.BySecret.TryGetValue(secret, out var name) && Tables.Attempts.GetValueOrDefault(name) is { } attempt && attempt.Secret == secret
            ? attempt
            : null;

    /// <summary>
    /// Whether another state says the same of every host that is the same in both: it differs at most in other hosts and in attempts. What was found
    /// out for a host then holds on, as long as the host and its attempt are the very same. Allocates a little.
    /// </summary>
    public bool IsSameBesideHosts(Inventory other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(Frontend, other.Frontend) && Tables.IsSameBesideHosts(other.Tables);
    }

    /// <summary>Environments that were added by name. Others come with their first host or attribute; see <see cref="EnvironmentNames"/>.</summary>
    public ImmutableSortedSet<string> AddedEnvironments => Tables.AddedEnvironments;

    /// <summary>Whether an environment was added or a host is of it, so that its name is a word for hosts on the command line.</summary>
    public bool HasEnvironment(string environment) => Tables.Environments.ContainsKey(environment) || AddedEnvironments.Contains(environment);

    /// <summary>Whether there is such an environment: a word for hosts, or one that has attributes.</summary>
    public bool KnowsEnvironment(string environment) =>
        HasEnvironment(environment) || Tables.Attributes.ContainsKey(new AttributeOwner(AttributeScope.Environment, environment));

    /// <summary>Every environment there is, sorted: those that were added, and those that a host is of or that have attributes.</summary>
    public IEnumerable<string> EnvironmentNames() => AddedEnvironments
        .Concat(Tables.Environments.Keys)
        .Concat(OwnersAt(AttributeScope.Environment).Select(owner => owner.Target))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>The network that holds an address; the longest prefix wins; null when none does.</summary>
    public Network? NetworkOf(Ipv4 address) =>
        Networks.Values.Where(network => network.Subnet.Contains(address)).MaxBy(network => network.Subnet.Prefix);

    /// <summary>
    /// The network of an interface's address: the one that it names, where that holds the address, and otherwise as <see cref="NetworkOf(Ipv4)"/> says; null
    /// when none does. A network that is added within another takes no machine from it.
    /// </summary>
    public Network? NetworkOf(HostInterface nic)
    {
        ArgumentNullException.ThrowIfNull(nic);
        return nic is not { Address: { } address } ? null
            : nic.Network is { } name && Networks.GetValueOrDefault(name) is { } own && own.Subnet.Contains(address) ? own
            : NetworkOf(address);
    }

    /// <summary>The network of a name, written in another case where only one fits; null when there is none.</summary>
    public Network? NetworkCalled(string name) => Networks.GetValueOrDefault(name)
        ?? (Networks.Values.Where(network => network.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray() is [var cased] ? cased : null);

    /// <summary>
    /// Whether a machine of this address is one of ours: of a boot network, of a network that was added, behind a relay or not, or this machine itself.
    /// </summary>
    public bool Serves(Ipv4 address)
    {
        foreach (var network in Shared.Served)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        const uint Loopback = 127;
        return address.Value >> 24 == Loopback || Frontend.Has(address);
    }

    /// <summary>
    /// Our address by which a card is answered that was heard at another one: a host's card of a second network on the same wire is of that network.
    /// </summary>
    /// <param name="host">The card's host; null for a card we do not know.</param>
    /// <param name="mac">The card.</param>
    /// <param name="at">Our address on the interface it was heard by; 0.0.0.0 for the first.</param>
    public Ipv4 AnsweredAt(Host? host, MacAddress mac, Ipv4 at)
    {
        if (Frontend.Others.IsEmpty || host is null)
        {
            return at;
        }

        foreach (var card in host.Interfaces.AsSpan())
        {
            if (card.Mac == mac && card.Address is { } address)
            {
                return Frontend.OnWire(at, address);
            }
        }

        return at;
    }

    /// <summary>The largest packet in octets that a machine of this address can take, by what its network says; null when it is of no network.</summary>
    public int? MtuToward(Ipv4 address)
    {
        foreach (var (subnet, mtu) in Shared.Mtus)
        {
            if (subnet.Contains(address))
            {
                return mtu;
            }
        }

        return null;
    }

    /// <summary>What is set on one owner.</summary>
    public AttributeSet AttributesOn(AttributeOwner owner) => Tables.Attributes.GetValueOrDefault(owner) ?? AttributeSet.Empty;

    /// <summary>What has attributes at a scope, in no order.</summary>
    public IEnumerable<AttributeOwner> OwnersAt(AttributeScope scope) => Tables.Attributes.Keys.Where(owner => owner.Scope == scope);

    /// <summary>What has a value of this attribute, at every scope and in no order.</summary>
    public IEnumerable<AttributeOwner> OwnersOf(AttributeName name) =>
        Tables.Attributes.Where(owned => owned.Value.Find(name) is not null).Select(owned => owned.Key);

    /// <summary>Whether an attribute can mean anything: it is computed, well known, or set for something.</summary>
    public bool Knows(AttributeName name) => KnownNames.IsComputedOrWellKnown(this, name.ToString()) || OwnersOf(name).Any();

    /// <summary>
    /// The frontend as a host reaches it: at the address it asked, which it has just reached, or the service address there; else by the host's own address; as
    /// the first boot interface shows it for no host.
    /// </summary>
    /// <param name="host">The host; null for none.</param>
    /// <param name="asked">Our address that the machine asked; 0.0.0.0 when it did not ask yet.</param>
    public Frontend FrontendOf(Host? host, Ipv4 asked = default) =>
        !asked.IsAny && Frontend.Has(asked) ? Frontend.At(Frontend.ToldAt(asked))
        : host?.Address is { } address ? Frontend.Toward(address)
        : Frontend;

    /// <summary>The attributes of a host, all scopes resolved.</summary>
    public HostAttributes AttributesOf(Host host) => new(this, host);

    /// <summary>Hosts in the order of every table: frontends first, then by rack, rank and name (docs/stacki.md).</summary>
    public IEnumerable<Host> HostsInOrder() => Order(Hosts.Values);

    /// <summary>Some hosts in the order of every table.</summary>
    public static IEnumerable<Host> Order(IEnumerable<Host> hosts) =>
        hosts.OrderBy(host => host.Appliance != "frontend").ThenBy(host => host.Rack).ThenBy(host => host.Rank).ThenBy(host => host.Name);

    /// <summary>The pallets a host installs from, in the order of their names.</summary>
    public IEnumerable<Pallet> PalletsOf(Host host) => PalletsIn(host.Box);

    /// <summary>The carts enabled in a box, in the order of their names.</summary>
    public IEnumerable<Cart> CartsIn(string box) => Carts.Values.Where(cart => cart.IsEnabledIn(box));

    /// <summary>Every box there is, sorted: the default one, those that were added, and those that a host, a pallet or a cart is in.</summary>
    public IEnumerable<string> BoxNames() => AddedBoxes.Append(Host.DefaultBox)
        .Concat(Hosts.Values.Select(host => host.Box))
        .Concat(Pallets.Values.SelectMany(pallet => pallet.Boxes))
        .Concat(Carts.Values.SelectMany(cart => cart.Boxes))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Whether there is a box. Hosts are looked through only where nothing else knows it.</summary>
    public bool HasBox(string box) => box == Host.DefaultBox || AddedBoxes.Contains(box)
        || Pallets.Values.Any(pallet => pallet.Boxes.Contains(box)) || Carts.Values.Any(cart => cart.Boxes.Contains(box))
        || Hosts.Values.Any(host => host.Box == box);

    /// <summary>The pallets enabled in a box, in the order of their names.</summary>
    public IEnumerable<Pallet> PalletsIn(string box) =>
        Pallets.Values.Where(pallet => pallet.IsEnabledIn(box)).OrderBy(pallet => pallet.Key.Folder, StringComparer.Ordinal);
}
