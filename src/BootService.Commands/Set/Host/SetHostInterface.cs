using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Verbs;

[Command("set host interface", "Changes a network interface of hosts.",
    Aliases = "set host interface ip|set host interface mac|set host interface name|set host interface network|set host interface subnet|set host interface "
        + "default|set host interface vlan"
        + "|set host interface options|set host interface channel|set host interface module",
    Detail = "What is not named stays as it is; an empty value or NULL takes it away. The interface is named by interface=, or by mac= or network= where those "
        + "say what it has. "
        + "\"stack set host interface vlan\" and its like name it by each of interface=, mac= and network= that is not what they change. Of several hosts the "
            + "same field of the same interface is changed; with ip=auto each gets the next free address of the network.",
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
        if (!InterfaceChoice.IsGiven(call, Field(call)))
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
        var given = call.Find("mac") is { Length: > 0 }
            ? "hardware address"
            : call.Find("name") is { Length: > 0 }
            ? "name"
            : call.Find("ip") is { Length: > 0 } ip && !AutoAddress.Is(ip)
            ? "address"
            : null;
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
        var values = Values(call, host);
        var nic = InterfaceChoice.Of(call, host, values);
        var network = values.Contains("network") ? call.Find("network") ?? call.Find("subnet") : null;
        var address = Address(call, inventory, host, nic, network);
        if (network is "" && address is { } kept && inventory.NetworkOf(kept) is { } holds)
        {
            throw new RefusedException(
                $"interface {nic.Name} of host {host.Name} has address {kept}, which is in network {holds.Name}: take the address away too, with ip=NULL");
        }

        return InterfaceRules.With(inventory, host, nic with
        {
            Mac = values.Contains("mac") && call.Has("mac") ? call.FindValue<MacAddress>("mac") : nic.Mac,
            Address = address,
            Network = network is null ? NetworkOf(inventory, nic, address) : network is "" ? null : network,
            HostName = call.Has("name") ? (call.Text("name") is { Length: > 0 } name ? HostName.Parse(name).ToString() : null) : nic.HostName,
            IsDefault = IsDefault(call, nic, address),
            Vlan = call.Has("vlan") ? InterfaceRules.Vlan(call.Find("vlan")) : nic.Vlan,
            Options = Word(call, "options", nic.Options),
            Channel = Word(call, "channel", nic.Channel),
            Module = Word(call, "module", nic.Module),
        });
    }

    /// <summary>
    /// The network of an interface that gets an address and is told none: null for the one that holds it. What no network holds does not take the interface off
    /// its own, which a slip of the pen would: that it is not in there is refused.
    /// </summary>
    private static string? NetworkOf(Inventory inventory, HostInterface nic, Ipv4? address) =>
        address is { } given && address != nic.Address && inventory.NetworkOf(given) is not null ? null : nic.Network;

    /// <summary>The one field that the words of the verb name, as in <c>set host interface vlan</c>; empty when they name none.</summary>
    private static string Field(CommandCall call) => call.CalledAs.Length > 3 ? call.CalledAs[^1] is "subnet" ? "network" : call.CalledAs[^1] : string.Empty;

    /// <summary>
    /// The parameters that say what the interface is to have. Where the verb names no field these are those that stand behind what names the interface: its
    /// name, else its hardware address.
    /// </summary>
    private static string[] Values(CommandCall call, Host host)
    {
        if (Field(call) is { Length: > 0 } field)
        {
            return [field];
        }

        return call.Find("interface") is { Length: > 0 } ? ["mac", "network"]
            : call.FindValue<MacAddress>("mac") is { } card && host.InterfaceOf(card) is not null ? ["network"]
            : ["mac"];
    }

    /// <summary>
    /// Whether the host's address and default route are this interface's. One without an address is only if that is said: it is what it will be, or what it
    /// asks for.
    /// </summary>
    private static bool IsDefault(CommandCall call, HostInterface nic, Ipv4? address) =>
        Field(call) == "default" || call.Has("default") ? call.Flag("default", otherwise: true) : nic.IsDefault && (address is not null || nic.Address is null);

    private static string? Word(CommandCall call, string parameter, string? known) =>
        !call.Has(parameter) ? known : call.Text(parameter) is { Length: > 0 } text ? text : null;

    private static Ipv4? Address(CommandCall call, Inventory inventory, Host host, HostInterface nic, string? network) => call.Find("ip") switch
    {
        null => nic.Address,
        var word when AutoAddress.Is(word) => AutoAddress.Next(inventory, network is { Length: > 0 } ? network : nic.Network, host.Name, nic),
        _ => call.FindValue<Ipv4>("ip"),
    };
}
