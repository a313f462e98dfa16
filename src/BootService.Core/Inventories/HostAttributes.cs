using BootService.Core.Attributes;
using BootService.Core.Hosts;

namespace BootService.Core.Inventories;

/// <summary>Where a resolved value comes from.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Value">Its value.</param>
/// <param name="Owner">What it is set on; for an intrinsic one the host.</param>
public readonly record struct ResolvedAttribute(AttributeName Name, AttributeValue Value, AttributeOwner Owner);

/// <summary>The attributes of one host with all scopes resolved: a view, made for next to nothing; nothing is copied until it is walked.</summary>
public readonly struct HostAttributes
{
    private readonly Inventory _inventory;
    private readonly Host _host;

    // Whoever asks for one name asks for more: the sets are looked up once, among tens of thousands of owners.
    private readonly AttributeSet _own;
    private readonly AttributeSet? _ofEnvironment;
    private readonly AttributeSet _ofAppliance;
    private readonly AttributeSet _ofOs;
    private readonly AttributeSet _global;

    internal HostAttributes(Inventory inventory, Host host)
    {
        _inventory = inventory;
        _host = host;
        _own = inventory.AttributesOn(AttributeOwner.Of(host.Name));
        _ofEnvironment = host.Environment is { } environment ? inventory.AttributesOn(new AttributeOwner(AttributeScope.Environment, environment)) : null;
        _ofAppliance = inventory.AttributesOn(new AttributeOwner(AttributeScope.Appliance, host.Appliance));
        _ofOs = inventory.AttributesOn(new AttributeOwner(AttributeScope.Os, host.Os));
        _global = inventory.AttributesOn(AttributeOwner.Global);
    }

    /// <summary>The stored scopes of this host, weakest first (docs/stacki.md, versions 1.0 to 3.x).</summary>
    public IEnumerable<AttributeOwner> Owners() => Scopes().Select(scope => scope.Owner);

    /// <summary>The value of a name; null when it is set nowhere.</summary>
    public ResolvedAttribute? Find(AttributeName name)
    {
        if (IntrinsicAttributes.Find(_inventory, _host, name.ToString()) is { } intrinsic)
        {
            return new ResolvedAttribute(name, intrinsic, Computed);
        }

        if (_own.Find(name) is { } own)
        {
            return new ResolvedAttribute(name, own, AttributeOwner.Of(_host.Name));
        }

        if (_ofEnvironment?.Find(name) is { } ofEnvironment)
        {
            return new ResolvedAttribute(name, ofEnvironment, new AttributeOwner(AttributeScope.Environment, _host.Environment!));
        }

        if (_ofAppliance.Find(name) is { } ofAppliance)
        {
            return new ResolvedAttribute(name, ofAppliance, new AttributeOwner(AttributeScope.Appliance, _host.Appliance));
        }

        if (_ofOs.Find(name) is { } ofOs)
        {
            return new ResolvedAttribute(name, ofOs, new AttributeOwner(AttributeScope.Os, _host.Os));
        }

        return _global.Find(name) is { } global ? new ResolvedAttribute(name, global, AttributeOwner.Global)
            : DefaultAttributes.Find(_inventory, _host, name.ToString()) is { } assumed ? new ResolvedAttribute(name, assumed, Computed)
            : null;
    }

    /// <summary>The text of a name; null when it is set nowhere or is not a name at all.</summary>
    public string? Text(string name) => AttributeName.TryParse(name, null, out var parsed) ? Find(parsed)?.Value.Text : null;

    /// <summary>The names that begin with a text and are set at any scope of this host, in no order; one may come twice.</summary>
    public IEnumerable<string> NamesUnder(string prefix) => Scopes().SelectMany(scope => scope.Set.Under(prefix)).Select(name => name.ToString());

    /// <summary>Every value a name has for this host, the one in effect first, then those it hides, strongest first.</summary>
    public IEnumerable<ResolvedAttribute> Layers(AttributeName name)
    {
        if (IntrinsicAttributes.Find(_inventory, _host, name.ToString()) is { } intrinsic)
        {
            yield return new ResolvedAttribute(name, intrinsic, Computed);
        }

        foreach (var (owner, set) in Scopes().Reverse())
        {
            if (set.Find(name) is { } value)
            {
                yield return new ResolvedAttribute(name, value, owner);
            }
        }

        if (DefaultAttributes.Find(_inventory, _host, name.ToString()) is { } assumed)
        {
            yield return new ResolvedAttribute(name, assumed, Computed);
        }
    }

    /// <summary>Every attribute that resolves, in the order of names.</summary>
    public IReadOnlyList<ResolvedAttribute> All() => All(new AttributeWalk());

    /// <inheritdoc cref="All()"/>
    /// <param name="walk">Where they are put together; what is returned is good until it is used again.</param>
    public IReadOnlyList<ResolvedAttribute> All(AttributeWalk walk)
    {
        ArgumentNullException.ThrowIfNull(walk);
        walk.Merged.Clear();
        Overlay(walk, DefaultAttributes.Of(_inventory, _host), Computed);
        foreach (var (owner, set) in Scopes())
        {
            if (set.Count > 0)
            {
                Overlay(walk, set, owner);
            }
        }

        Overlay(walk, IntrinsicAttributes.Of(_inventory, _host), Computed);
        return walk.Merged;
    }

    private AttributeOwner Computed => new(AttributeScope.Intrinsic, _host.Name.ToString());

    /// <summary>Merges entries, in the order of names, over what is there; of two values of a name the upper one stays.</summary>
    private static void Overlay<T>(AttributeWalk walk, T upper, AttributeOwner owner) where T : IEnumerable<AttributeEntry>
    {
        var (lower, merged) = (walk.Merged, walk.Spare);
        merged.Clear();
        var at = 0;
        foreach (var (name, value) in upper)
        {
            while (at < lower.Count && lower[at].Name.CompareTo(name) is var order and <= 0)
            {
                if (order < 0)
                {
                    merged.Add(lower[at]);
                }

                at++;
            }

            merged.Add(new ResolvedAttribute(name, value, owner));
        }

        merged.AddRange(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(lower)[at..]);
        walk.Swap();
    }

    /// <summary>What is stored for this host, weakest first.</summary>
    private IEnumerable<(AttributeOwner Owner, AttributeSet Set)> Scopes()
    {
        yield return (AttributeOwner.Global, _global);
        yield return (new AttributeOwner(AttributeScope.Os, _host.Os), _ofOs);
        yield return (new AttributeOwner(AttributeScope.Appliance, _host.Appliance), _ofAppliance);
        if (_ofEnvironment is not null)
        {
            yield return (new AttributeOwner(AttributeScope.Environment, _host.Environment!), _ofEnvironment);
        }

        yield return (AttributeOwner.Of(_host.Name), _own);
    }
}
