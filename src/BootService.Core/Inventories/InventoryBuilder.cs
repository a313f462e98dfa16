using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Protocols.Net;

namespace BootService.Core.Inventories;

/// <summary>The next tables in the making. Each case of <see cref="Change"/> says itself what it does to them.</summary>
internal sealed class InventoryBuilder(InventoryTables from)
{
    private readonly ImmutableDictionary<HostName, Host>.Builder _hosts = from.Hosts.ToBuilder();
    private readonly ImmutableDictionary<MacAddress, HostName>.Builder _byMac = from.ByMac.ToBuilder();
    private readonly ImmutableDictionary<Ipv4, HostName>.Builder _byAddress = from.ByAddress.ToBuilder();
    private readonly ImmutableDictionary<HostName, InstallAttempt>.Builder _attempts = from.Attempts.ToBuilder();
    private readonly ImmutableDictionary<string, HostName>.Builder _bySecret = from.BySecret.ToBuilder();
    private readonly ImmutableDictionary<string, int>.Builder _environments = from.Environments.ToBuilder();
    private readonly ImmutableDictionary<AttributeOwner, AttributeSet>.Builder _attributes = from.Attributes.ToBuilder();
    private readonly List<AttributeEntry> _gathered = [];
    private AttributeOwner _gatheredOn;
    private long _lastAttempt = from.LastAttempt;
    private string? _frontendKeys = from.FrontendKeys;

    public ImmutableSortedDictionary<string, Appliance>.Builder Appliances { get; } = from.Appliances.ToBuilder();

    public ImmutableSortedDictionary<string, Network>.Builder Networks { get; } = from.Networks.ToBuilder();

    public ImmutableDictionary<PalletKey, Pallet>.Builder Pallets { get; } = from.Pallets.ToBuilder();

    public ImmutableSortedDictionary<string, Cart>.Builder Carts { get; } = from.Carts.ToBuilder();

    public ImmutableSortedSet<string>.Builder Boxes { get; } = from.Boxes.ToBuilder();

    public ImmutableSortedDictionary<BootEntryKey, BootEntry>.Builder BootEntries { get; } = from.BootEntries.ToBuilder();

    public ImmutableSortedSet<string>.Builder Groups { get; } = from.Groups.ToBuilder();

    public ImmutableSortedSet<string>.Builder AddedEnvironments { get; } = from.AddedEnvironments.ToBuilder();

    public ImmutableSortedDictionary<string, Access.ApiToken>.Builder Tokens { get; } = from.Tokens.ToBuilder();

    public ImmutableSortedDictionary<string, Webhooks.Webhook>.Builder Webhooks { get; } = from.Webhooks.ToBuilder();

    public ImmutableDictionary<Webhooks.DeliveryKey, Webhooks.WebhookDelivery>.Builder Deliveries { get; } = from.Deliveries.ToBuilder();

    public InventoryTables ToTables()
    {
        WriteGathered();
        return new InventoryTables
        {
            Hosts = _hosts.ToImmutable(),
            ByMac = _byMac.ToImmutable(),
            ByAddress = _byAddress.ToImmutable(),
            Appliances = Appliances.ToImmutable(),
            Networks = Networks.ToImmutable(),
            Pallets = Pallets.ToImmutable(),
            Carts = Carts.ToImmutable(),
            Boxes = Boxes.ToImmutable(),
            Attempts = _attempts.ToImmutable(),
            BySecret = _bySecret.ToImmutable(),
            Environments = _environments.ToImmutable(),
            Attributes = _attributes.ToImmutable(),
            BootEntries = BootEntries.ToImmutable(),
            Groups = Groups.ToImmutable(),
            AddedEnvironments = AddedEnvironments.ToImmutable(),
            Tokens = Tokens.ToImmutable(),
            Webhooks = Webhooks.ToImmutable(),
            Deliveries = Deliveries.ToImmutable(),
            LastAttempt = _lastAttempt,
            FrontendKeys = _frontendKeys,
        };
    }

    public void Apply(Change change)
    {
        if (change is not Change.AttributeWritten)
        {
            WriteGathered();
        }

        change.Apply(this);
    }

    /// <summary>Attributes of one owner that come together, as at the start, are put into its sorted array at once.</summary>
    public void Gather(Change.AttributeWritten written)
    {
        if (_gathered.Count > 0 && _gatheredOn != written.Owner)
        {
            WriteGathered();
        }

        _gatheredOn = written.Owner;
        _gathered.Add(new AttributeEntry(written.Name, written.Value));
    }

    private void WriteGathered()
    {
        if (_gathered.Count > 0)
        {
            var before = On(_gatheredOn);
            _attributes[_gatheredOn] = _gathered is [var (name, value)] ? before.With(name, value) : before.With(_gathered);
            _gathered.Clear();
        }
    }

    private AttributeSet On(AttributeOwner owner) => _attributes.GetValueOrDefault(owner) ?? AttributeSet.Empty;

    /// <summary>Takes one attribute, or all of an owner.</summary>
    public void Remove(AttributeOwner owner, AttributeName? name = null)
    {
        var set = name is { } one ? On(owner).Without(one) : AttributeSet.Empty;
        if (set.Count == 0)
        {
            _attributes.Remove(owner);
        }
        else
        {
            _attributes[owner] = set;
        }
    }

    public void Set(Host host)
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

    /// <summary>Takes a host with its attributes and attempts.</summary>
    public void Remove(HostName name)
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

    /// <summary>Takes a webhook with what waits for it.</summary>
    public void RemoveWebhook(string name)
    {
        Webhooks.Remove(name);
        Deliveries.RemoveRange(Deliveries.Keys.Where(key => key.Webhook == name).ToArray());
    }

    /// <summary>Remembers a number that was given out.</summary>
    public void Count(long last) => _lastAttempt = Math.Max(_lastAttempt, last);

    /// <summary>Remembers the keys of the frontend's root.</summary>
    public void Know(string? frontendKeys) => _frontendKeys = frontendKeys;

    public void Set(InstallAttempt attempt)
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
