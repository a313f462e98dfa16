using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Logins;

namespace BootService.Core.Installs;

/// <summary>Makes the key that a host shows over SSH, before its first install that keeps it.</summary>
public static class KeptHostKey
{
    /// <summary>The change that makes and keeps the key of a host; none when it has one, or keeps none.</summary>
    public static IEnumerable<Change> Missing(Inventory inventory, Host host, int major, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        var (attributes, name) = (inventory.AttributesOf(host), HostKey.AttributeFor(major));
        return !HostKey.IsKept(attributes.Text) || attributes.Text(name) is { Length: > 0 }
            ? []
            : [new Change.AttributeWritten(AttributeOwner.Of(host.Name), AttributeName.Parse(name), new AttributeValue(HostKey.New(name), Shadow: true, now))];
    }
}
