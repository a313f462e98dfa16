using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("list environment", "Lists the environments that hosts are of or that have attributes.", Example = "list environment")]
internal sealed class ListEnvironment : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var hosts = inventory.Hosts.Values.Where(host => host.Environment is not null).CountBy(host => host.Environment!).ToDictionary(StringComparer.Ordinal);
        call.KeptTable("environment", "hosts");
        foreach (var name in hosts.Keys.Concat(inventory.OwnersAt(AttributeScope.Environment).Select(owner => owner.Target)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            await call.Output.RowAsync(name, hosts.GetValueOrDefault(name));
        }
    }
}
