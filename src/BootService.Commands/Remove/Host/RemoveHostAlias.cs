using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove host alias", "Takes further names of hosts' addresses away.", Aliases = "remove host interface alias",
    Detail = "Without alias= all of them, of the interface that is named or of all the hosts' interfaces.",
    Example = "remove host alias backend-0-0 alias=www")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("alias", ValueKind.Text, "The name.")]
[Parameter("interface", ValueKind.Interface, "The device's name, or an address or hardware address it has.")]
internal sealed class RemoveHostAlias : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory =>
        {
            var changes = call.HostsToChange(inventory).SelectMany(host => Removed(call, inventory, host)).ToArray();
            return changes.Length == 0 && call.Find("alias") is { } alias
                ? throw new RefusedException($"none of these hosts has the alias \"{alias}\"")
                : changes;
        },
        cancel);

    private static IEnumerable<Change> Removed(CommandCall call, Inventory inventory, Host host)
    {
        var nics = InterfaceChoice.IsGiven(call) ? [InterfaceChoice.Of(call, host)] : host.Interfaces;
        foreach (var device in nics.Select(nic => nic.Name))
        {
            var known = HostAliases.Of(inventory, host.Name, device);
            var left = known.Where(alias => call.Find("alias") is { } named && !alias.Equals(named, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (left.Length < known.Length)
            {
                yield return AliasRules.Set(host.Name, device, left, call.Now);
            }
        }
    }
}
