using System.Runtime.InteropServices;
using BootService.Core.Attributes;

namespace BootService.Core.Inventories;

/// <summary>Whether values of one attribute are secrets. Secrecy belongs to the name: who sets a new password need not know how the old one was set.</summary>
public sealed class AttributeSecrecy
{
    private readonly Inventory _inventory;
    private readonly AttributeName _name;
    private readonly int _secrets;
    private readonly bool _sounds;
    private readonly bool _always;

    /// <summary>Looks at every scope once.</summary>
    /// <param name="inventory">The state before the values are written.</param>
    /// <param name="name">The attribute.</param>
    public AttributeSecrecy(Inventory inventory, AttributeName name)
        : this(
            inventory ?? throw new ArgumentNullException(nameof(inventory)), name,
            inventory.OwnersOf(name).Count(owner => inventory.AttributesOn(owner).Find(name)!.Shadow))
    {
    }

    private AttributeSecrecy(Inventory inventory, AttributeName name, int secrets)
    {
        (_inventory, _name, _secrets) = (inventory, name, secrets);
        (_sounds, _always) = (SecretAttributes.SoundsSecret(name), SecretAttributes.IsSecret(name));
    }

    /// <summary>Looks at every scope once for all names: a file sets dozens.</summary>
    /// <param name="inventory">The state before the values are written.</param>
    /// <returns>What tells of a name whether its values are secrets.</returns>
    public static Func<AttributeName, AttributeSecrecy> In(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        var secrets = new Dictionary<AttributeName, int>();
        foreach (var set in inventory.Tables.Attributes.Values)
        {
            foreach (var (name, value) in set)
            {
                if (value.Shadow)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(secrets, name, out _)++;
                }
            }
        }

        return name => new AttributeSecrecy(inventory, name, secrets.GetValueOrDefault(name));
    }

    /// <summary>Whether some value of the name is a secret now, so that no value it ever had is shown.</summary>
    public bool HoldsSecrets => _always || _secrets > 0;

    /// <summary>Whether a new value is a secret when nobody says: as the value before it, as any other value of the name, or as the name sounds.</summary>
    public bool IsSecret(AttributeOwner owner) => _always || _secrets > 0 || (_sounds && _inventory.AttributesOn(owner).Find(_name) is null);

    /// <summary>Whether values stay secret elsewhere when these owners' become readable.</summary>
    public bool StaysSecretBeside(IEnumerable<AttributeOwner> owners) =>
        _secrets > owners.Count(owner => _inventory.AttributesOn(owner).Find(_name) is { Shadow: true });

    /// <summary>The values of the name that are readable and become secrets with one that is.</summary>
    /// <param name="written">What is written anyway.</param>
    public IEnumerable<Change> Followers(IReadOnlySet<AttributeOwner> written) =>
        from owner in _inventory.OwnersOf(_name)
        where !written.Contains(owner)
        let value = _inventory.AttributesOn(owner).Find(_name)!
        where !value.Shadow
        select new Change.AttributeWritten(owner, _name, value with { Shadow = true });
}
