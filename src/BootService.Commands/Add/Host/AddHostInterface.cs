using System.Collections.Immutable;
using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Verbs;

[Command("add host interface", "Adds a network interface to a host, or to several with addresses that follow each other.",
    Detail = "The network is found by the address unless it is named. Where only a hardware address is given the interface is called eth0, or the first eth "
        + "that is free. The first interface with an address is the default one, which &hostaddr; and the default route come from.",
    Example = "add host interface backend-0-0 interface=eth0 mac=52:54:00:12:34:56 ip=10.1.255.254")]
[Argument("host", ValueKind.Hosts, Help = "One host, or several where no hardware address is given.")]
[Argument("interface", ValueKind.Interface, Optional = true, Help = "The device's name; may be given as a parameter instead.")]
[Parameter("interface", ValueKind.Interface, "The device's name, such as eth0.")]
[Parameter("mac", ValueKind.Mac, "The hardware address.")]
[Parameter("ip", ValueKind.Text, "The fixed address; with a + behind it the first of several hosts' addresses, auto for the next free one of the network.")]
[Parameter("network", ValueKind.Network, "The network the address is on.")]
[Parameter("subnet", ValueKind.Network, "The network, as it was called in Stacki 1.0.")]
[Parameter("name", ValueKind.NewHost, "The host's name on this interface, where it differs.")]
[Parameter("vlan", ValueKind.Text, "The VLAN its address is in, 1 to 4094.")]
[Parameter("options", ValueKind.Text, "Words on how it is configured: a bond's driver options, bridge, dhcp, static, onboot=no, noreport.")]
[Parameter("channel", ValueKind.Text, "The bond or bridge it is part of, or the interface a VLAN is on.")]
[Parameter("module", ValueKind.Text, "The kernel module it wants.")]
[Parameter("default", ValueKind.Flag, "Whether the host's address and default route are this interface's.")]
internal sealed class AddHostInterface : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var given = (call.Find("interface") ?? (call.Arguments.Length > 1 ? call.Arguments[1] : null)) is { Length: > 0 } word ? word : null;
        if (given is null && call.Find("mac") is not { Length: > 0 })
        {
            throw Expectations.Fault(call.Declaration, "\"interface\" parameter is required, or \"mac\" for the next device that has no name yet");
        }

        CheckDevice(given ?? Card(0));
        var network = (call.Find("network") ?? call.Find("subnet")) is { Length: > 0 } named ? named : null;
        return call.CommitAsync(
            inventory =>
            {
                var hosts = Bare(call, inventory, given);
                var device = given ?? Free(hosts[0]);
                var addresses = AddressRun.Parse(call.Find("ip"), network, hosts.Length, sentence => Expectations.Fault(call.Declaration, sentence));
                var changes = new List<Change>();
                foreach (var host in hosts)
                {
                    changes.Add(new Change.HostSet(InterfaceRules.With(inventory, host, New(call, device, network, addresses.Next(inventory, host.Name)))));
                    inventory = inventory.With(changes[^1]);
                }

                return changes;
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

    /// <summary>The first device name that a host has not: a card is told by its hardware address, and its name by what a system calls it.</summary>
    private static string Free(Host host) =>
        Enumerable.Range(0, host.Interfaces.Length + 1).Select(Card).First(name => host.Interfaces.All(nic => nic.Name != name));

    private static string Card(int number) => $"eth{number}";

    private static ImmutableArray<Host> Bare(CommandCall call, Inventory inventory, string? device)
    {
        var hosts = call.HostsNamed(inventory, [call.Arguments[0]]);
        if (hosts.Length != 1 && ((call.Find("mac") ?? call.Find("name")) is { Length: > 0 } || !call.Has("ip")))
        {
            throw new RefusedException(
                $"\"{call.Arguments[0]}\" names {hosts.Length} hosts; an interface is added to one host, or to several with addresses that follow each other "
                    + "(ip=10.1.5.1+) and no other of their own");
        }

        return device is not null && hosts.FirstOrDefault(host => host.Interfaces.Any(nic => nic.Name == device)) is { } taken
            ? throw new RefusedException($"interface \"{device}\" of host {taken.Name} already exists; \"stack set host interface\" changes it")
            : hosts;
    }

    private static HostInterface New(CommandCall call, string device, string? network, Ipv4? address) => new(
        device, call.FindValue<MacAddress>("mac"), address, network, call.Flag("default"),
        call.Find("name") is { Length: > 0 } name ? HostName.Parse(name).ToString() : null)
    {
        Vlan = InterfaceRules.Vlan(call.Find("vlan")),
        Options = Word(call, "options"),
        Channel = Word(call, "channel"),
        Module = Word(call, "module"),
    };

    private static string? Word(CommandCall call, string parameter) => call.Find(parameter) is { Length: > 0 } text ? text : null;
}
