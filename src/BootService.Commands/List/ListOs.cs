using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("list os", "Lists the operating system families that hosts are of, that pallets are for, or that have attributes.", Example = "list os")]
[Argument("os", Optional = true, Repeats = true, Help = "Their names, or patterns.")]
[Row("os, hosts:number")]
internal sealed class ListOs : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var hosts = inventory.Hosts.Values.CountBy(host => host.Os).ToDictionary(StringComparer.Ordinal);
        var names = hosts.Keys.Concat(inventory.Pallets.Values.Select(pallet => pallet.Key.Os))
            .Concat(inventory.OwnersAt(AttributeScope.Os).Select(owner => owner.Target));
        call.KeptTable();
        foreach (var name in NamePatterns.Chosen(call, "os", names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)))
        {
            await call.Output.RowAsync(name, hosts.GetValueOrDefault(name));
        }
    }
}
