using System.Globalization;
using System.Text;
using BootService.Commands.Catalog;
using BootService.Commands.Files;
using BootService.Core.Networks;

namespace BootService.Commands.Verbs;

[Command("report networkfile", "Writes the networks as a table of comma-separated values that \"stack load networkfile\" takes back.",
    Example = "report networkfile")]
internal sealed class ReportNetworkfile : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var text = new StringBuilder();
        CsvWriter.Append(text, NetworkFile.Columns.Select(column => column.ToUpperInvariant()));
        foreach (var network in call.Inventory.Networks.Values)
        {
            CsvWriter.Append(text, NetworkFile.Columns.Select(column => Cell(network, column) ?? string.Empty));
        }

        call.Output.Message(text.ToString().TrimEnd('\n'));
        return Task.CompletedTask;
    }

    private static string? Cell(Network network, string column) => column switch
    {
        "network" => network.Name,
        "address" => network.Subnet.Address.ToString(),
        "mask" => network.Subnet.Mask.ToString(),
        "gateway" => network.Gateway?.ToString(),
        "mtu" => network.Mtu.ToString(CultureInfo.InvariantCulture),
        "zone" => network.Zone,
        "dns" => Truth(network.Zone is not null),
        "pxe" => Truth(network.Pxe),
        "first" => network.PoolFirst?.ToString(),
        "last" => network.PoolLast?.ToString(),
        _ => null,
    };

    private static string Truth(bool value) => value ? "True" : "False";
}
