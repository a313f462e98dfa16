using System.Text;
using BootService.Core.Inventories;
using BootService.Core.Names;

namespace BootService.Core.Hosts;

/// <summary>Writes what <c>/etc/hosts</c> needs to know of the appliance's machines.</summary>
public static class HostsFile
{
    /// <summary>One line for each address, the frontend's first, each with its newline: address, full name, short name. Nothing about localhost.</summary>
    public static string Lines(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return Text(HostNaming.OfFrontend(inventory)) + OfHosts(inventory);
    }

    /// <summary>The same without the frontend.</summary>
    public static string OfHosts(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return Text(HostNaming.OfHosts(inventory));
    }

    /// <summary>The addresses of one host.</summary>
    public static string OfHost(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        return Text(HostNaming.Of(inventory, host));
    }

    private static string Text(IEnumerable<NamedAddress> names)
    {
        var text = new StringBuilder();
        foreach (var (address, name, zone) in names)
        {
            text.Append(address).Append('\t');
            if (zone.Length > 0)
            {
                text.Append(name).Append('.').Append(zone).Append(' ');
            }

            text.Append(name).Append('\n');
        }

        return text.ToString();
    }
}
