using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Verbs;

[Command("set host interface", "Changes a network interface of hosts.",
    Aliases = "set host interface ip|set host interface mac|set host interface name|set host interface network|set host interface subnet|set host interface default|set host interface vlan"
        + "|set host interface options|set host interface channel|set host interface module",
    Detail = "What is not named stays as it is; an empty value or NULL takes it away. The interface is named by interface=, or by mac= or network= where those say what it has. "
        + "Of several hosts the same field of the same interface is changed; with ip=auto each gets the next free address of the network.",
    Example = "set host interface backend-0-0 interface=eth0 ip=10.1.255.250")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("interface", ValueKind.Interface, "The device's name, or an address or hardware address it has.")]
[Parameter("mac", ValueKind.Mac, "The hardware address; without interface= the one that names the interface.")]
[Parameter("ip", ValueKind.Address, "The fixed address; auto for the next free one.")]
[Parameter("network", ValueKind.Network, "The network the address is on; without interface= and mac= the one that names the interface.")]
[Parameter("subnet", ValueKind.Network, "The network, as it was called in Stacki 1.0.")]
[Parameter("name", ValueKind.NewHost, "The host's name on this interface, where it differs.")]
[Parameter("vlan", ValueKind.Text, "The VLAN its address is in, 1 to 4094.")]
[Parameter("options", ValueKind.Text, "Words on how it is configured: a bond's driver options, bridge, dhcp, static, onboot=no, noreport.")]
[Parameter("channel", ValueKind.Text, "The bond or bridge it is part of, or the interface a VLAN is on.")]
[Parameter("module", ValueKind.Text, "The kernel module it wants.")]
[Parameter("default", ValueKind.Flag, "Whether the host's address and default route are this interface's.")]
[Parameter("confirm", ValueKind.Number, "How many hosts get other addresses; must be given when they are more than 10.")]
internal sealed class SetHostInterface : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        if (!InterfaceChoice.IsGiven(call))
        {
            throw Expectations.Fault(call.Declaration, InterfaceChoice.Missing);
        }

        return call.CommitAsync(
            inventory =>
            {
                var after = Changed(call, inventory).ToArray();
                HostGuard.Check(inventory, HostGuard.Readdressed(inventory, after), Deed.Readdress, call.Confirmed);
                return after.Select(host => new Change.HostSet(host));
            },
            cancel);
    }

    private static IEnumerable<Host> Changed(CommandCall call, Inventory inventory)
    {
        var hosts = call.HostsToChange(inventory);
        var given = call.Find("mac") is { Length: > 0 } ? "hardware address" : call.Find("name") is { Length: > 0 } ? "name" : call.Find("ip") is { Length: > 0 } ip && !AutoAddress.Is(ip) ? "address" : null;
        if (hosts.Length > 1 && given is not null && !(given == "hardware address" && call.Find("interface") is null))
        {
            throw new RefusedException($"\"{string.Join(' ', call.Arguments)}\" names {hosts.Length} hosts, and one {given} is of one host");
        }

        foreach (var host in hosts)
        {
            var changed = Changed(call, inventory, host);
            inventory = inventory.With(new Change.HostSet(changed));
            yield return changed;
        }
    }

    private static Host Changed(CommandCall call, Inventory inventory, Host host)
    {
        // Without interface= one of mac= and network= names it: the hardware address if the host has it.
        var byName = call.Find("interface") is { Length: > 0 };
        var byMac = !byName && call.FindValue<MacAddress>("mac") is { } card && host.InterfaceOf(card) is not null;
        var nic = InterfaceChoice.Of(call, host, except: byName || byMac ? null : "mac");
        var setsNetwork = byName || byMac;
        var network = setsNetwork ? call.Find("network") ?? call.Find("subnet") : null;
        var address = Address(call, inventory, host, nic, network);
        return InterfaceRules.With(inventory, host, nic with
        {
            Mac = !byMac && call.Has("mac") ? call.FindValue<MacAddress>("mac") : nic.Mac,
            Address = address,
            Network = network is null ? (address == nic.Address ? nic.Network : null) : network is "" ? null : network,
            HostName = call.Has("name") ? (call.Text("name") is { Length: > 0 } name ? HostName.Parse(name).ToString() : null) : nic.HostName,
            IsDefault = call.Flag("default", nic.IsDefault) && address is not null,
            Vlan = call.Has("vlan") ? InterfaceRules.Vlan(call.Find("vlan")) : nic.Vlan,
            Options = Word(call, "options", nic.Options),
            Channel = Word(call, "channel", nic.Channel),
            Module = Word(call, "module", nic.Module),
        });
    }

    private static string? Word(CommandCall call, string parameter, string? known) => !call.Has(parameter) ? known : call.Text(parameter) is { Length: > 0 } text ? text : null;

    private static Ipv4? Address(CommandCall call, Inventory inventory, Host host, HostInterface nic, string? network) => call.Find("ip") switch
    {
        null => nic.Address,
        var word when AutoAddress.Is(word) => AutoAddress.Next(inventory, network is { Length: > 0 } ? network : nic.Network, host.Name, nic),
        _ => call.FindValue<Ipv4>("ip"),
    };
}
