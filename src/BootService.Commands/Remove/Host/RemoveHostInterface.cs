using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove host interface", "Removes a network interface of hosts.", Example = "remove host interface backend-0-0 interface=eth1")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("interface", ValueKind.Interface, "The device's name, or an address or hardware address it has.")]
[Parameter("network", ValueKind.Network, "Instead of its name: the network it is on.")]
[Parameter("mac", ValueKind.Mac, "Instead of its name: its hardware address.")]
[Parameter("all", ValueKind.Flag, "Instead of its name: all interfaces of the hosts.")]
[Parameter("confirm", ValueKind.Number, "How many hosts lose an address; must be given when they are more than 10.")]
internal sealed class RemoveHostInterface : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var all = call.Flag("all");
        if (all == InterfaceChoice.IsGiven(call))
        {
            throw Expectations.Fault(call.Declaration, all ? "\"all\" parameter leaves nothing to be named" : InterfaceChoice.Missing);
        }

        return call.CommitAsync(
            inventory =>
            {
                var hosts = call.HostsToChange(inventory);
                var after = hosts.Select(host => all ? host with { Interfaces = [] } : InterfaceRules.Without(host, InterfaceChoice.Of(call, host).Name))
                    .ToArray();
                HostGuard.Check(inventory, HostGuard.Readdressed(inventory, after), Deed.Readdress, call.Confirmed);
                return hosts.Zip(after).SelectMany(pair => (IEnumerable<Change>)
                [
                    new Change.HostSet(pair.Second),
                    .. pair.First.Interfaces.Where(nic => pair.Second.Interfaces.All(left => left.Name != nic.Name))
                        .SelectMany(nic => AliasRules.Moved(inventory, pair.First.Name, nic.Name, null, call.Now)),
                ]);
            },
            cancel);
    }
}
