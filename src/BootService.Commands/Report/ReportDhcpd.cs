using System.Text;
using BootService.Commands.Catalog;
using BootService.Core.Hosts;
using BootService.Core.Networks;

namespace BootService.Commands.Verbs;

[Command("report dhcpd", "Writes whom DHCP knows in the form of dhcpd.conf: networks, pools and the fixed addresses of hosts.",
    Detail = "Nothing reads it here, because the daemon answers DHCP itself from the same state; it is for comparing with a server that was there before. "
        + "Loaders are chosen for each request and are not in it.",
    Example = "report dhcpd")]
internal sealed class ReportDhcpd : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var text = new StringBuilder("ddns-update-style none;\n");
        foreach (var network in inventory.Networks.Values)
        {
            Network(text, network);
        }

        foreach (var host in inventory.HostsInOrder())
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var nic in host.Interfaces.Where(nic => nic.Mac is not null))
            {
                Card(text, host, nic);
            }
        }

        call.Output.Message(text.ToString().TrimEnd('\n'));
        return Task.CompletedTask;
    }

    private static void Network(StringBuilder text, Network network)
    {
        text.Append($"\n# {network.Name}\nsubnet {network.Subnet.Address} netmask {network.Subnet.Mask} {{\n");
        if (network.Gateway is { } router)
        {
            text.Append($"\toption routers {router};\n");
        }

        if (network.Zone is { } zone)
        {
            text.Append($"\toption domain-name \"{zone}\";\n");
        }

        text.Append($"\toption broadcast-address {network.Subnet.Broadcast};\n");
        if (network is { PoolFirst: { } first, PoolLast: { } last })
        {
            text.Append($"\trange {first} {last};\n");
        }

        text.Append(network.Pxe ? "}\n" : "\tignore booting;\n}\n");
    }

    private static void Card(StringBuilder text, Host host, HostInterface nic)
    {
        text.Append(
            $"\nhost {host.Name}.{nic.Name} {{\n\thardware {(nic.Mac!.Value.ToString().Length > 17 ? "infiniband" : "ethernet")} {nic.Mac};\n"
                + $"\toption host-name \"{nic.HostName ?? host.Name.ToString()}\";\n");
        if (host.AddressAt(nic.Mac.Value) is { } address)
        {
            text.Append($"\tfixed-address {address};\n");
        }

        text.Append("}\n");
    }
}
