using BootService.Core.Attributes;
using BootService.Core.Hosts;

namespace BootService.Core.Inventories;

/// <summary>Where a resolved value comes from.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Value">Its value.</param>
/// <param name="Owner">What it is set on; for an intrinsic one the host.</param>
public readonly record struct ResolvedAttribute(AttributeName Name, AttributeValue Value, AttributeOwner Owner);

/// <summary>The attributes of one host with all scopes resolved: a view, made for free; nothing is copied until it is walked.</summary>
public readonly struct HostAttributes
{
    private readonly Inventory _inventory;
    private readonly Host _host;

    internal HostAttributes(Inventory inventory, Host host)
    {
        _inventory = inventory;
        _host = host;
    }

    /// <summary>The stored scopes of this host, weakest first (stacki.md §2.1, versions 1.0 to 3.x).</summary>
    public IEnumerable<AttributeOwner> Owners()
    {
        yield return AttributeOwner.Global;
        yield return new AttributeOwner(AttributeScope.Os, _host.Os);
        yield return new AttributeOwner(AttributeScope.Appliance, _host.Appliance);
        if (_host.Environment is { } environment)
        {
            yield return new AttributeOwner(AttributeScope.Environment, environment);
        }

        yield return AttributeOwner.Of(_host.Name);
    }

    /// <summary>The value of a name; null when it is set nowhere.</summary>
    public ResolvedAttribute? Find(AttributeName name)
    {
        if (IntrinsicAttributes.Find(_inventory, _host, name.ToString()) is { } intrinsic)
        {
            return new ResolvedAttribute(name, intrinsic, new AttributeOwner(AttributeScope.Intrinsic, _host.Name.ToString()));
        }

        return Stored(AttributeOwner.Of(_host.Name), name)
            ?? (_host.Environment is { } environment ? Stored(new AttributeOwner(AttributeScope.Environment, environment), name) : null)
            ?? Stored(new AttributeOwner(AttributeScope.Appliance, _host.Appliance), name)
            ?? Stored(new AttributeOwner(AttributeScope.Os, _host.Os), name)
            ?? Stored(AttributeOwner.Global, name);
    }

    /// <summary>The text of a name; null when it is set nowhere or is not a name at all.</summary>
    public string? Text(string name) => AttributeName.TryParse(name, null, out var parsed) ? Find(parsed)?.Value.Text : null;

    /// <summary>Every attribute that resolves, in the order of names.</summary>
    public IReadOnlyCollection<ResolvedAttribute> All()
    {
        var all = new SortedDictionary<AttributeName, ResolvedAttribute>();
        foreach (var owner in Owners())
        {
            foreach (var entry in _inventory.AttributesOn(owner))
            {
                all[entry.Name] = new ResolvedAttribute(entry.Name, entry.Value, owner);
            }
        }

        var intrinsic = new AttributeOwner(AttributeScope.Intrinsic, _host.Name.ToString());
        foreach (var name in IntrinsicAttributes.Names)
        {
            if (IntrinsicAttributes.Find(_inventory, _host, name) is { } value)
            {
                var parsed = AttributeName.Parse(name);
                all[parsed] = new ResolvedAttribute(parsed, value, intrinsic);
            }
        }

        return all.Values;
    }

    private ResolvedAttribute? Stored(AttributeOwner owner, AttributeName name) =>
        _inventory.AttributesOn(owner).Find(name) is { } value ? new ResolvedAttribute(name, value, owner) : null;
}
