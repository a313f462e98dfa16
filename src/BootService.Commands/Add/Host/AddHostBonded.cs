using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Verbs;

[Command("add host bonded", "Makes one interface of several of a host, a bond.",
    Detail = "The members give their address up to it unless it has one of its own. The installer still comes by one of the members, whose machine gets "
        + "the bond's address. options are the driver's, such as \"mode=active-backup miimon=100\".",
    Example = "add host bonded backend-0-0 channel=bond0 interfaces=eth0,eth1 ip=10.1.255.254")]
[Argument("host", ValueKind.Hosts, Help = "One host.")]
[Parameter("channel", ValueKind.Interface, "The name of the bond, such as bond0.", Required = true)]
[Parameter("interfaces", ValueKind.Text, "The members, with commas or blanks between them.", Required = true)]
[Parameter("ip", ValueKind.Address, "Its address.")]
[Parameter("network", ValueKind.Network, "The network the address is on.")]
[Parameter("name", ValueKind.NewHost, "The host's name on it, where it differs.")]
[Parameter("options", ValueKind.Text, "The driver's options.")]
internal sealed class AddHostBonded : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => [new Change.HostSet(LinkRules.With(
            inventory,
            LinkRules.Only(call, inventory),
            new HostInterface(call.Text("channel"), null, call.FindValue<Ipv4>("ip"), call.Find("network"),
                HostName: call.Find("name")) { Options = call.Find("options") },
            call.Text("interfaces").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)))],
        cancel);
}
