using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Networks;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set network", "Changes a network; what is not named stays as it is.",
    Aliases = "set network address|set network mask|set network gateway|set network zone|set network mtu|set network pxe|set network first|set network last",
    Example = "set network private gateway=10.1.1.1")]
[Argument("network", ValueKind.Network, Repeats = true)]
[Parameter("address", ValueKind.Text, "Its address, alone or with its prefix, 10.2.0.0/16.")]
[Parameter("mask", ValueKind.Text, "Its mask, 255.255.0.0 or 16.")]
[Parameter("gateway", ValueKind.Address, "The router that hosts are told; empty for none.")]
[Parameter("zone", ValueKind.Text, "The DNS zone of names on it; empty for none.")]
[Parameter("mtu", ValueKind.Number, "The largest packet in octets; 1500 unless said otherwise.")]
[Parameter("pxe", ValueKind.Flag, "Whether machines on it may boot from us.")]
[Parameter("first", ValueKind.Address, "The first address of the pool for machines that have none of their own.")]
[Parameter("last", ValueKind.Address, "The last address of the pool.")]
internal sealed class SetNetwork : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var overlaps = new List<string>();
        await call.CommitAsync(
            inventory =>
            {
                var changes = new List<Change>();
                overlaps.Clear();
                foreach (var word in NamePatterns.Expanded(call.Arguments, "network", inventory.Networks.Keys).ToArray())
                {
                    var known = NetworkRules.Existing(inventory, word);
                    var network = NetworkRules.With(call, known);
                    NetworkRules.Check(inventory, network);
                    changes.Add(new Change.NetworkSet(network));
                    inventory = inventory.With(changes[^1]);
                    overlaps.AddRange(network.Subnet == known.Subnet ? [] : NetworkRules.Overlaps(inventory, network));
                }

                return changes;
            },
            cancel);
        overlaps.ForEach(call.Remark);
    }
}
