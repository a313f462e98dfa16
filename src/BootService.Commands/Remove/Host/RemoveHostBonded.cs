using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove host bonded", "Takes a bond or a bridge of a host apart: its first member has the address again.", Aliases = "remove host bridge",
    Example = "remove host bonded backend-0-0 channel=bond0")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("channel", ValueKind.Interface, "The name of the bond or bridge.")]
[Parameter("name", ValueKind.Interface, "The same, as bridges are named.")]
internal sealed class RemoveHostBonded : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var name = call.Find("channel") ?? call.Find("name") ?? throw Expectations.Fault(call.Declaration, "\"channel\" parameter is required");
        return call.CommitAsync(
            inventory => call.HostsToChange(inventory).SelectMany(host =>
            {
                var master = LinkRules.Masters(host).FirstOrDefault(nic => nic.Name == name)
                    ?? throw new RefusedException(
                        $"host {host.Name} has no bond or bridge \"{name}\"{Spelling.DidYouMean(name, LinkRules.Masters(host).Select(nic => nic.Name))}");
                var after = LinkRules.Apart(host, master);
                var heir = LinkRules.MembersOf(host, name)[0].Name;
                return (IEnumerable<Change>)[new Change.HostSet(after), .. AliasRules.Moved(inventory, host.Name, name, heir, call.Now)];
            }),
            cancel);
    }
}
