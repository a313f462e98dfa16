using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Installers;
using BootService.Core.Inventories;
using BootService.Core.Logins;

namespace BootService.Core.Installs;

/// <summary>Makes the key that a host shows over SSH, before its first install that keeps it.</summary>
public static class KeptHostKey
{
    /// <summary>The change that makes and keeps the key of a host; none when it has one, keeps none, or its installer places none.</summary>
    public static IEnumerable<Change> Missing(Inventory inventory, Host host, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        var attributes = inventory.AttributesOf(host);
        return HostKey.IsKept(attributes.Text) && OsChoice.Find(inventory, host) is { } os && HostKey.AttributeFor(Installer.Of(os.Key)) is { } name
            && attributes.Text(name) is null or ""
            ? [new Change.AttributeWritten(AttributeOwner.Of(host.Name), AttributeName.Parse(name), new AttributeValue(HostKey.New(name), Shadow: true, now))]
            : [];
    }
}
