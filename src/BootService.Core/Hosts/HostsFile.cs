using System.Text;
using BootService.Core.Inventories;

namespace BootService.Core.Hosts;

/// <summary>Writes what <c>/etc/hosts</c> needs to know of the appliance's machines.</summary>
public static class HostsFile
{
    /// <summary>One line for each address, the frontend's first, each with its newline: address, full name, short name. Nothing about localhost.</summary>
    public static string Lines(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        var text = new StringBuilder();
        var frontend = inventory.Frontend;
        Line(text, frontend.Address.ToString(), frontend.Name, frontend.Domain);
        return text.Append(OfHosts(inventory)).ToString();
    }

    /// <summary>The same without the frontend.</summary>
    public static string OfHosts(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        var text = new StringBuilder();
        foreach (var host in inventory.HostsInOrder().Where(host => host.Name.ToString() != inventory.Frontend.Name))
        {
            foreach (var nic in host.Interfaces.Where(nic => nic.Address is not null))
            {
                var zone = nic.Network is { } network ? inventory.Networks.GetValueOrDefault(network)?.Zone : null;
                var name = nic.HostName ?? (nic == host.Primary ? host.Name.ToString() : $"{host.Name}-{nic.Name}");
                Line(text, nic.Address.ToString()!, name, zone ?? string.Empty);
            }
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string address, string name, string zone)
    {
        text.Append(address).Append('\t');
        if (zone.Length > 0)
        {
            text.Append(name).Append('.').Append(zone).Append(' ');
        }

        text.Append(name).Append('\n');
    }
}
