using System.Text;
using BootService.Commands.Catalog;
using BootService.Core.Names;

namespace BootService.Commands.Verbs;

[Command("report resolv", "Writes resolv.conf as DHCP tells it to hosts: the search domains and the name servers.", Aliases = "report host resolv",
    Detail = "With a host, its own; without one what a host gets that sets nothing.",
    Example = "report resolv backend-0-0")]
[Argument("host", ValueKind.Hosts, Optional = true)]
internal sealed class ReportResolv : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var host = call.Arguments.IsEmpty ? null : Hosts.LinkRules.Only(call, inventory);
        var servers = NameServers.Of(inventory, host, inventory.Frontend);
        var zones = (host?.Interfaces.Select(nic => nic.Network) ?? [Core.Networks.Network.Private]).OfType<string>()
            .Select(name => inventory.Networks.GetValueOrDefault(name)?.Zone).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var text = new StringBuilder();
        if (zones.Length > 0)
        {
            text.Append("search ").AppendJoin(' ', zones).Append('\n');
        }

        foreach (var server in servers)
        {
            text.Append("nameserver ").Append(server).Append('\n');
        }

        call.Output.Message(text.Length > 0 ? text.ToString().TrimEnd('\n') : throw new Core.RefusedException(
            $"there are neither name servers nor a zone to tell: \"stack set attr attr={NameServers.AttributeName} value=10.1.1.1\" says which"));
        return Task.CompletedTask;
    }
}
