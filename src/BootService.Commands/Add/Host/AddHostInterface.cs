using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Verbs;

[Command("add host interface", "Adds a network interface to a host.",
    Detail = "The network is found by the address unless it is named. The first interface with an address is the default one, which &hostaddr; and the default route come from.",
    Example = "add host interface backend-0-0 interface=eth0 mac=52:54:00:12:34:56 ip=10.1.255.254")]
[Argument("host", ValueKind.Hosts, Help = "One host.")]
[Argument("interface", ValueKind.Interface, Optional = true, Help = "The device's name; may be given as a parameter instead.")]
[Parameter("interface", ValueKind.Interface, "The device's name, such as eth0.")]
[Parameter("mac", ValueKind.Mac, "The hardware address.")]
[Parameter("ip", ValueKind.Address, "The fixed address; auto for the next free one of the network.")]
[Parameter("network", ValueKind.Network, "The network the address is on.")]
[Parameter("subnet", ValueKind.Network, "The network, as it was called in Stacki 1.0.")]
[Parameter("name", ValueKind.NewHost, "The host's name on this interface, where it differs.")]
[Parameter("default", ValueKind.Flag, "Whether the host's address and default route are this interface's.")]
internal sealed class AddHostInterface : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var device = call.Find("interface") ?? (call.Arguments.Length > 1 ? call.Arguments[1] : null)
            ?? throw Expectations.Fault(call.Declaration, "\"interface\" parameter is required");
        CheckDevice(device);
        return call.CommitAsync(
            inventory =>
            {
                var host = Bare(call, inventory, device);
                return [new Change.HostSet(InterfaceRules.With(inventory, host, New(call, inventory, host.Name, device)))];
            },
            cancel);
    }

    /// <exception cref="NotUnderstoodException">Not the name of a network device.</exception>
    public static void CheckDevice(string device)
    {
        if (InterfaceRules.WhyNoDevice(device) is { } why)
        {
            throw new NotUnderstoodException(why);
        }
    }

    private static Host Bare(CommandCall call, Inventory inventory, string device)
    {
        var hosts = CommandCall.HostsToChange(inventory, [call.Arguments[0]]);
        if (hosts.Length != 1)
        {
            throw new RefusedException($"\"{call.Arguments[0]}\" names {hosts.Length} hosts; an interface is added to one host");
        }

        return hosts[0].Interfaces.Any(nic => nic.Name == device)
            ? throw new RefusedException($"interface \"{device}\" of host {hosts[0].Name} already exists; \"stack set host interface\" changes it")
            : hosts[0];
    }

    private static HostInterface New(CommandCall call, Inventory inventory, HostName host, string device)
    {
        var network = (call.Find("network") ?? call.Find("subnet")) is { Length: > 0 } named ? named : null;
        return new HostInterface(
            device,
            call.FindValue<MacAddress>("mac"),
            AutoAddress.Is(call.Find("ip")) ? AutoAddress.Next(inventory, network, host, nic: null) : call.FindValue<Ipv4>("ip"),
            network,
            call.Flag("default"),
            call.Find("name") is { Length: > 0 } name ? HostName.Parse(name).ToString() : null);
    }
}
