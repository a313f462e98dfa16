using BootService.Commands.Catalog;
using BootService.Commands.Grammar;

namespace BootService.Commands.Verbs;

[Command("list environment", "Lists the environments that were added, that hosts are of, or that have attributes.", Example = "list environment")]
[Argument("environment", Optional = true, Repeats = true, Help = "Their names, or patterns.")]
[Row("environment, hosts:number")]
internal sealed class ListEnvironment : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var hosts = inventory.Hosts.Values.Where(host => host.Environment is not null).CountBy(host => host.Environment!).ToDictionary(StringComparer.Ordinal);
        call.KeptTable();
        foreach (var name in NamePatterns.Chosen(call, "environment", inventory.EnvironmentNames()))
        {
            await call.Output.RowAsync(name, hosts.GetValueOrDefault(name));
        }
    }
}
