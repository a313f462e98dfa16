using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host name", "Renames a host; its interfaces and attributes go with it.", Example = "set host name backend-0-4 name=backend-1-0")]
[Argument("host", ValueKind.Hosts, Help = "One host.")]
[Parameter("name", ValueKind.NewHost, "Its new name.", Required = true)]
internal sealed class SetHostName : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) =>
        call.CommitAsync(inventory => Renamed(inventory, One(call, inventory), call.Value<HostName>("name")), cancel);

    private static Host One(CommandCall call, Inventory inventory) => call.HostsToChange(inventory) is [var one]
        ? one
        : throw new RefusedException($"\"{call.Arguments[0]}\" names several hosts; one is renamed at a time");

    private static IEnumerable<Change> Renamed(Inventory inventory, Host host, HostName name)
    {
        if (host.Name == name)
        {
            return [];
        }

        HostRules.CheckFree(inventory, name);
        HostGuard.Check(inventory, [host], Deed.Rename, new HostCount(null));
        if (inventory.AttemptOf(host.Name) is { MayInstall: true })
        {
            throw new RefusedException($"host {host.Name} is set to install: \"stack set host boot {host.Name} action=os\" first");
        }

        var attributes = inventory.AttributesOn(AttributeOwner.Of(host.Name));
        return
        [
            new Change.HostRemoved(host.Name),
            new Change.HostSet(host with { Name = name }),
            .. attributes.Select(entry => new Change.AttributeWritten(AttributeOwner.Of(name), entry.Name, entry.Value)),
        ];
    }
}
