using System.Text;
using BootService.Commands.Catalog;
using BootService.Commands.Files;
using BootService.Core.Hosts;

namespace BootService.Commands.Verbs;

[Command("report hostfile", "Writes hosts as a table of comma-separated values that \"stack load hostfile\" takes back.", Example = "report hostfile backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
internal sealed class ReportHostfile : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var text = new StringBuilder();
        CsvWriter.Append(text, HostColumns.Written.Select(column => column.ToUpperInvariant()));
        foreach (var host in call.HostsOrAll(call.Inventory))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var nic in host.Interfaces.IsEmpty ? [null] : host.Interfaces.AsEnumerable<HostInterface?>())
            {
                CsvWriter.Append(text, HostColumns.Written.Select(column => Cell(host, nic, column) ?? string.Empty));
            }
        }

        call.Output.Message(text.ToString().TrimEnd('\n'));
        return Task.CompletedTask;
    }

    private static string? Cell(Host host, HostInterface? nic, string column) => column switch
    {
        "name" => host.Name.ToString(),
        "appliance" => host.Appliance,
        "rack" => host.Rack.ToString(),
        "rank" => host.Rank.ToString(),
        "installaction" => host.InstallAction,
        "osaction" => host.OsAction,
        "groups" => string.Join(' ', host.Groups),
        "box" => host.Box,
        "comment" => host.Comment,
        "environment" => host.Environment,
        "os" => host.Os,
        "interface hostname" => nic?.HostName,
        "default" => nic is null ? null : nic.IsDefault ? "True" : "False",
        "ip" => nic?.Address?.ToString(),
        "mac" => nic?.Mac?.ToString(),
        "interface" => nic?.Name,
        "network" => nic?.Network,
        "vlan" => nic?.Vlan?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "options" => nic?.Options,
        "channel" => nic?.Channel,
        "module" => nic?.Module,
        _ => null,
    };
}
