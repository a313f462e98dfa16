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
    public static InventoryTables Empty { get; } = new();

    public ImmutableDictionary<HostName, Host> Hosts { get; private init; } = ImmutableDictionary<HostName, Host>.Empty;

    public ImmutableDictionary<MacAddress, HostName> ByMac { get; private init; } = ImmutableDictionary<MacAddress, HostName>.Empty;

    public ImmutableDictionary<Ipv4, HostName> ByAddress { get; private init; } = ImmutableDictionary<Ipv4, HostName>.Empty;

    public ImmutableSortedDictionary<string, Appliance> Appliances { get; private init; } = ImmutableSortedDictionary.Create<string, Appliance>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, Network> Networks { get; private init; } = ImmutableSortedDictionary.Create<string, Network>(StringComparer.Ordinal);

    public ImmutableDictionary<PalletKey, Pallet> Pallets { get; private init; } = ImmutableDictionary<PalletKey, Pallet>.Empty;

    public ImmutableSortedDictionary<string, Cart> Carts { get; private init; } = ImmutableSortedDictionary.Create<string, Cart>(StringComparer.Ordinal);

    public ImmutableSortedSet<string> Boxes { get; private init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableDictionary<HostName, InstallAttempt> Attempts { get; private init; } = ImmutableDictionary<HostName, InstallAttempt>.Empty;

    public ImmutableDictionary<string, HostName> BySecret { get; private init; } = ImmutableDictionary.Create<string, HostName>(StringComparer.Ordinal);

    /// <summary>How many hosts are of each environment.</summary>
    public ImmutableDictionary<string, int> Environments { get; private init; } = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);

    public ImmutableDictionary<AttributeOwner, AttributeSet> Attributes { get; private init; } = ImmutableDictionary<AttributeOwner, AttributeSet>.Empty;

    public ImmutableSortedDictionary<BootEntryKey, BootEntry> BootEntries { get; private init; } =
        Boot.BootEntries.BuiltIn.ToImmutableSortedDictionary(entry => entry.Key, entry => entry);

    public ImmutableSortedSet<string> Groups { get; private init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
    public ImmutableSortedDictionary<string, Access.ApiToken> Tokens { get; private init; } = ImmutableSortedDictionary.Create<string, Access.ApiToken>(StringComparer.Ordinal);

    public long LastAttempt { get; private init; }

    public string? FrontendKeys { get; private init; }

    public InventoryTables With(IEnumerable<Change> changes)
    {
        var next = new Builder(this);
        foreach (var change in changes)
        {
            next.Apply(change);
        }

        next.WriteGathered();

        return next.ToTables();
    }

    private sealed class Builder(InventoryTables from)
    {
        private readonly ImmutableDictionary<HostName, Host>.Builder _hosts = from.Hosts.ToBuilder();
        private readonly ImmutableDictionary<MacAddress, HostName>.Builder _byMac = from.ByMac.ToBuilder();
        private readonly ImmutableDictionary<Ipv4, HostName>.Builder _byAddress = from.ByAddress.ToBuilder();
        private readonly ImmutableSortedDictionary<string, Appliance>.Builder _appliances = from.Appliances.ToBuilder();
        private readonly ImmutableSortedDictionary<string, Network>.Builder _networks = from.Networks.ToBuilder();
        private readonly ImmutableDictionary<PalletKey, Pallet>.Builder _pallets = from.Pallets.ToBuilder();
        private readonly ImmutableSortedDictionary<string, Cart>.Builder _carts = from.Carts.ToBuilder();
        private readonly ImmutableSortedSet<string>.Builder _boxes = from.Boxes.ToBuilder();
        private readonly ImmutableDictionary<HostName, InstallAttempt>.Builder _attempts = from.Attempts.ToBuilder();
        private readonly ImmutableDictionary<string, HostName>.Builder _bySecret = from.BySecret.ToBuilder();
        private readonly ImmutableDictionary<string, int>.Builder _environments = from.Environments.ToBuilder();
        private readonly ImmutableDictionary<AttributeOwner, AttributeSet>.Builder _attributes = from.Attributes.ToBuilder();
        private readonly ImmutableSortedDictionary<BootEntryKey, BootEntry>.Builder _bootEntries = from.BootEntries.ToBuilder();
        private readonly ImmutableSortedSet<string>.Builder _groups = from.Groups.ToBuilder();
        private readonly List<AttributeEntry> _gathered = [];
        private AttributeOwner _gatheredOn;
        private readonly ImmutableSortedDictionary<string, Access.ApiToken>.Builder _tokens = from.Tokens.ToBuilder();
        private long _lastAttempt = from.LastAttempt;
        private string? _frontendKeys = from.FrontendKeys;

        public InventoryTables ToTables() => new()
        {
            Hosts = _hosts.ToImmutable(),
            ByMac = _byMac.ToImmutable(),
            ByAddress = _byAddress.ToImmutable(),
            Appliances = _appliances.ToImmutable(),
            Networks = _networks.ToImmutable(),
            Pallets = _pallets.ToImmutable(),
            Carts = _carts.ToImmutable(),
            Boxes = _boxes.ToImmutable(),
            Attempts = _attempts.ToImmutable(),
            BySecret = _bySecret.ToImmutable(),
            Environments = _environments.ToImmutable(),
            Attributes = _attributes.ToImmutable(),
            BootEntries = _bootEntries.ToImmutable(),
            Groups = _groups.ToImmutable(),
            Tokens = _tokens.ToImmutable(),
            LastAttempt = _lastAttempt,
            FrontendKeys = _frontendKeys,
        };

        public void Apply(Change change)
        {
            if (change is Change.AttributeWritten written)
            {
                Gather(written);
                return;
            }

            WriteGathered();
            switch (change)
            {
                case Change.HostSet set:
                    Set(set.Host);
                    break;
                case Change.HostRemoved removed:
                    Remove(removed.Name);
                    break;
                case Change.AttributeRemoved removed:
                    Keep(removed.Owner, On(removed.Owner).Without(removed.Name));
                    break;
                case Change.AttemptSet set:
                    Set(set.Attempt);
                    break;
                case Change.TokenSet set:
                    _tokens[set.Token.Name] = set.Token;
                    break;
                case Change.TokenRemoved removed:
                    _tokens.Remove(removed.Name);
                    break;
                case Change.FrontendKeysRead read:
                    _frontendKeys = read.Keys;
                    break;
                case Change.AttemptCounted counted:
                    _lastAttempt = Math.Max(_lastAttempt, counted.Last);
                    break;
                case Change.NetworkSet set:
                    _networks[set.Network.Name] = set.Network;
                    break;
                case Change.NetworkRemoved removed:
                    _networks.Remove(removed.Name);
                    break;
                case Change.ApplianceSet set:
                    _appliances[set.Appliance.Name] = set.Appliance;
                    break;
                case Change.ApplianceRemoved removed:
                    _appliances.Remove(removed.Name);
                    _attributes.Remove(new AttributeOwner(AttributeScope.Appliance, removed.Name));
                    break;
                default:
                    ApplySoftware(change);
                    break;
            }
        }

        private void ApplySoftware(Change change)
        {
            switch (change)
            {
                case Change.PalletSet set:
                    _pallets[set.Pallet.Key] = set.Pallet;
                    break;
                case Change.PalletRemoved removed:
                    _pallets.Remove(removed.Key);
                    break;
                case Change.CartSet set:
                    _carts[set.Cart.Name] = set.Cart;
                    break;
                case Change.CartRemoved removed:
                    _carts.Remove(removed.Name);
                    break;
                case Change.BoxAdded added:
                    _boxes.Add(added.Name);
                    break;
                case Change.BoxRemoved removed:
                    _boxes.Remove(removed.Name);
                    break;
                default:
                    ApplyChoice(change);
                    break;
            }
        }

        private void ApplyChoice(Change change)
        {
            switch (change)
            {
                case Change.BootEntrySet set:
                    _bootEntries[set.Entry.Key] = set.Entry;
                    break;
                case Change.BootEntryRemoved removed when Boot.BootEntries.FindBuiltIn(removed.Key) is { } builtIn:
                    _bootEntries[removed.Key] = builtIn;
                    break;
                case Change.BootEntryRemoved removed:
                    _bootEntries.Remove(removed.Key);
                    break;
                case Change.GroupSet set:
                    _groups.Add(set.Name);
                    break;
                case Change.GroupRemoved removed:
                    _groups.Remove(removed.Name);
                    break;
            }
        }

        /// <summary>Attributes of one owner that come together, as at the start, are put into its sorted array at once.</summary>
        private void Gather(Change.AttributeWritten written)
        {
            if (_gathered.Count > 0 && _gatheredOn != written.Owner)
            {
                WriteGathered();
            }

            _gatheredOn = written.Owner;
            _gathered.Add(new AttributeEntry(written.Name, written.Value));
        }

        public void WriteGathered()
        {
            if (_gathered.Count > 0)
            {
                var before = On(_gatheredOn);
                _attributes[_gatheredOn] = _gathered is [var (name, value)] ? before.With(name, value) : before.With(_gathered);
                _gathered.Clear();
            }
        }

        private AttributeSet On(AttributeOwner owner) => _attributes.GetValueOrDefault(owner) ?? AttributeSet.Empty;

        private void Keep(AttributeOwner owner, AttributeSet set)
        {
            if (set.Count == 0)
            {
                _attributes.Remove(owner);
            }
            else
            {
                _attributes[owner] = set;
            }
        }

        private void Set(Host host)
        {
            Unindex(host.Name);
            _hosts[host.Name] = host;
            Count(host.Environment, 1);
            foreach (var nic in host.Interfaces)
            {
                if (nic.Mac is { } mac)
                {
                    _byMac[mac] = host.Name;
                }

                if (nic.Address is { } address)
                {
                    _byAddress[address] = host.Name;
                }
            }
        }

        private void Remove(HostName name)
        {
            Unindex(name);
            _hosts.Remove(name);
            _attributes.Remove(AttributeOwner.Of(name));
            if (_attempts.GetValueOrDefault(name) is { } attempt)
            {
                _bySecret.Remove(attempt.Secret);
                _attempts.Remove(name);
            }
        }

        private void Unindex(HostName name)
        {
            if (_hosts.GetValueOrDefault(name) is not { } old)
            {
                return;
            }

            Count(old.Environment, -1);
            foreach (var nic in old.Interfaces)
            {
                if (nic.Mac is { } mac && _byMac.GetValueOrDefault(mac) == name)
                {
                    _byMac.Remove(mac);
                }

                if (nic.Address is { } address && _byAddress.GetValueOrDefault(address) == name)
                {
                    _byAddress.Remove(address);
                }
            }
        }

        private void Count(string? environment, int more)
        {
            if (environment is null)
            {
                return;
            }

            var count = _environments.GetValueOrDefault(environment) + more;
            if (count > 0)
            {
                _environments[environment] = count;
            }
            else
            {
                _environments.Remove(environment);
            }
        }

        private void Set(InstallAttempt attempt)
        {
            _lastAttempt = Math.Max(_lastAttempt, attempt.Id);
            if (_attempts.GetValueOrDefault(attempt.Host) is { } old)
            {
                if (old.Id > attempt.Id)
                {
                    return;
                }

                _bySecret.Remove(old.Secret);
            }

            _attempts[attempt.Host] = attempt;
            _bySecret[attempt.Secret] = attempt.Host;
        }
    }
}
