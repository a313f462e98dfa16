using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;

namespace BootService.Commands.Verbs;

[Command("set host interface interface", "Renames a network interface of hosts: the device is another, its addresses stay.",
    Detail = "Which one is said by mac= or network=.",
    Example = "set host interface interface backend-0-0 interface=eno1 network=private")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("interface", ValueKind.Interface, "The device's new name.", Required = true)]
[Parameter("mac", ValueKind.Mac, "The hardware address of the interface that is meant.")]
[Parameter("network", ValueKind.Network, "The network of the interface that is meant.")]
internal sealed class SetHostInterfaceInterface : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var name = call.Text("interface");
        if (InterfaceRules.WhyNoDevice(name) is { } why)
        {
            throw new RefusedException(why);
        }

        if (call.Find("mac") is not { Length: > 0 } && call.Find("network") is not { Length: > 0 })
        {
            throw Expectations.Fault(call.Declaration, "\"mac\" or \"network\" parameter is required");
        }

        return call.CommitAsync(
            inventory => call.HostsToChange(inventory).SelectMany(host => (IEnumerable<Change>)
            [
                new Change.HostSet(Renamed(call, host, name)),
                .. AliasRules.Moved(inventory, host.Name, InterfaceChoice.Of(call, host, "interface").Name, name, call.Now),
                .. Routes(inventory, AttributeOwner.Of(host.Name), InterfaceChoice.Of(call, host, "interface").Name, name, call.Now),
            ]),
            cancel);
    }

    private static Host Renamed(CommandCall call, Host host, string name)
    {
        var nic = InterfaceChoice.Of(call, host, "interface");
        return host.Interfaces.Any(other => other.Name == name && other.Name != nic.Name)
            ? throw new RefusedException($"host {host.Name} has an interface \"{name}\" already")
            : host with
            {
                Interfaces =
                [.. host.Interfaces.Select(other => other == nic ? nic with { Name = name }
                    : other.Channel == nic.Name ? other with { Channel = name }
                    : other).OrderBy(other => other.Name, StringComparer.Ordinal)]
            };
    }

    /// <summary>The host's own routes that leave by the interface.</summary>
    private static IEnumerable<Change> Routes(Inventory inventory, AttributeOwner owner, string device, string name, DateTimeOffset now)
    {
        var set = inventory.AttributesOn(owner);
        return
            from route in set.Under(NodeRoutes.Prefix)
            let wish = NodeRoutes.Read(route.ToString(), set.Find(route)!.Text)
            where wish?.Interface == device
            select new Change.AttributeWritten(owner, route, new AttributeValue(NodeRoutes.ValueOf(wish.Gateway, name), Shadow: false, now));
    }
}
