using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Verbs;

[Command("add host bridge", "Puts a bridge over an interface of a host, for virtual machines.",
    Detail = "The interface gives its address up to the bridge unless that has one of its own.",
    Example = "add host bridge backend-0-0 name=br0 interface=eth0")]
[Argument("host", ValueKind.Hosts, Help = "One host.")]
[Parameter("name", ValueKind.Interface, "The name of the bridge, such as br0.", Required = true)]
[Parameter("interface", ValueKind.Text, "The interface under it, or several with commas between them; the one on the network unless it is given.")]
[Parameter("ip", ValueKind.Address, "Its address.")]
[Parameter("network", ValueKind.Network, "The network the address is on.")]
internal sealed class AddHostBridge : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => [new Change.HostSet(LinkRules.With(
            inventory,
            LinkRules.Only(call, inventory),
            new HostInterface(call.Text("name"), null, call.FindValue<Ipv4>("ip"), call.Find("network")) { Options = "bridge" },
            Members(call, LinkRules.Only(call, inventory))))],
        cancel);

    private static string[] Members(CommandCall call, Host host) =>
        call.Find("interface") is { Length: > 0 } named ? named.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
        : InterfaceChoice.IsGiven(call) ? [InterfaceChoice.Of(call, host).Name]
        : throw Expectations.Fault(call.Declaration, "\"interface\" parameter is required, or \"network\" to name it by");
}
