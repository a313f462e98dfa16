using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Hosts;

namespace BootService.Commands.Verbs;

[Command("add host alias", "Gives the address of a host another name, which hosts files know too.", Aliases = "add host interface alias",
    Detail = "It is the name of the interface that is named, or of the one that names the host.",
    Example = "add host alias backend-0-0 alias=www interface=eth0")]
[Argument("host", ValueKind.Hosts, Help = "One host.")]
[Parameter("alias", ValueKind.NewHost, "The name.", Required = true)]
[Parameter("interface", ValueKind.Interface, "The device's name, or an address or hardware address it has.")]
[Parameter("network", ValueKind.Network, "Instead of its name: the network it is on.")]
[Parameter("mac", ValueKind.Mac, "Instead of its name: its hardware address.")]
internal sealed class AddHostAlias : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory =>
        {
            var host = LinkRules.Only(call, inventory);
            var device = AliasRules.Interface(call, host).Name;
            var known = HostAliases.Of(inventory, host.Name, device);
            var alias = AliasRules.New(inventory, host.Name, device, call.Text("alias"));
            return known.Contains(alias)
                ? throw new Core.RefusedException($"alias \"{alias}\" exists")
                : [AliasRules.Set(host.Name, device, known.Add(alias), call.Now)];
        },
        cancel);
}
