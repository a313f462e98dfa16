using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command(
    "swap host interface", "Exchanges the hardware addresses of two interfaces of hosts, whose cards came up in the other order.",
    Example = "swap host interface backend-0-0 interfaces=eth0,eth1")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("interfaces", ValueKind.Text, "The two devices, with a comma between them.")]
[Parameter("interface", ValueKind.Text, "The same.")]
[Parameter("confirm", ValueKind.Number, "How many hosts this changes; must be given when they are more than 10.")]
internal sealed class SwapHostInterface : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var given = call.Find("interfaces") ?? call.Find("interface")
            ?? throw Expectations.Fault(call.Declaration, "\"interfaces\" parameter is required");
        if (given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var one, var two] || one == two)
        {
            throw Expectations.Fault(call.Declaration, "\"interfaces\" parameter must be two devices with a comma between them, such as eth0,eth1");
        }

        return call.CommitAsync(
            inventory =>
            {
                var hosts = call.HostsToChange(inventory);
                HostGuard.Check(inventory, hosts, Deed.Readdress, call.Confirmed);
                return hosts.Select(host => new Change.HostSet(Swapped(host, InterfaceRules.Existing(host, one), InterfaceRules.Existing(host, two))));
            },
            cancel);
    }

    private static Host Swapped(Host host, HostInterface one, HostInterface two) => host with
    {
        Interfaces = [.. host.Interfaces.Select(nic => nic == one ? WithCard(one, two) : nic == two ? WithCard(two, one) : nic)],
    };

    /// <summary>The driver is the card's and goes with it.</summary>
    private static HostInterface WithCard(HostInterface nic, HostInterface card) => nic with { Mac = card.Mac, Module = card.Module };
}
