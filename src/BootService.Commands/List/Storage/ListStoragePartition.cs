using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Storage;

namespace BootService.Commands.Verbs;

[Command("list storage partition", "Lists storage tables as they are set, of every scope or of one.",
    Aliases = "list host storage partition|list appliance storage partition|list os storage partition|list environment storage partition",
    Detail = "Which table a host has in the end is said by \"stack report storage partition HOST\": that of the narrowest scope, whole.",
    Example = "list storage partition")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
internal sealed class ListStoragePartition : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.Output.Table(new TableShape(["target", "device", "partid", "mountpoint", "size", "type", "options"]) { KeepOwner = true, More = ["fstype", "source", .. CalledScope.OwnerKey(call)] });
        foreach (var owner in CalledScope.ToList(call, inventory))
        {
            cancel.ThrowIfCancellationRequested();
            await StorageTables.ListAsync(call, CalledScope.Word(owner), StorageTables.On(inventory, owner), [ScopeWords.Letter(owner.Scope), .. CalledScope.OwnerCell(call, owner)]);
        }
    }
}
