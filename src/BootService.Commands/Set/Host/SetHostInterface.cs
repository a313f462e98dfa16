using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Verbs;

[Command("set host interface", "Changes a network interface of a host.",
    Aliases = "set host interface ip|set host interface mac|set host interface name|set host interface network|set host interface subnet|set host interface default",
    Detail = "What is not named stays as it is; an empty value takes it away.",
    Example = "set host interface backend-0-0 interface=eth0 ip=10.1.255.250")]
[Argument("host", ValueKind.Hosts, Help = "One host.")]
[Parameter("interface", ValueKind.Interface, "The device's name.", Required = true)]
[Parameter("mac", ValueKind.Mac, "The hardware address.")]
[Parameter("ip", ValueKind.Address, "The fixed address.")]
[Parameter("network", ValueKind.Network, "The network the address is on.")]
[Parameter("subnet", ValueKind.Network, "The network, as it was called in Stacki 1.0.")]
[Parameter("name", ValueKind.Text, "The host's name on this interface, where it differs.")]
[Parameter("default", ValueKind.Flag, "Whether the host's address and default route are this interface's.")]
internal sealed class SetHostInterface : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(inventory => [new Change.HostSet(Changed(call, inventory))], cancel);

    private static Host Changed(CommandCall call, Inventory inventory)
    {
        var hosts = call.HostsToChange(inventory);
        if (hosts.Length != 1)
        {
            throw new RefusedException($"\"{call.Arguments[0]}\" names {hosts.Length} hosts; an interface of one host is changed at a time");
        }

        var nic = InterfaceRules.Existing(hosts[0], call.Text("interface"));
        var address = call.Has("ip") ? call.FindValue<Ipv4>("ip") : nic.Address;
        var network = call.Find("network") ?? call.Find("subnet");
        return InterfaceRules.With(inventory, hosts[0], nic with
        {
            Mac = call.Has("mac") ? call.FindValue<MacAddress>("mac") : nic.Mac,
            Address = address,
            Network = network is null ? (address == nic.Address ? nic.Network : null) : network is "" ? null : network,
            HostName = call.Has("name") ? (call.Text("name") is { Length: > 0 } name ? HostName.Parse(name).ToString() : null) : nic.HostName,
            IsDefault = call.Flag("default", nic.IsDefault) && address is not null,
        });
    }
}
