using System.Globalization;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Power;

/// <summary>What an install tells the machine's own BMC of its place in the network. Its users and their passwords stay as they are.</summary>
/// <param name="Address">The BMC's address.</param>
/// <param name="Subnet">The network that it is on.</param>
public sealed record BmcSetup(Ipv4 Address, Ipv4Network Subnet)
{
    /// <summary>The attribute that asks for it. Nothing is told unasked: an address that was set by hand may be another one for a reason.</summary>
    public const string Attribute = "power.setup";

    private const int UsualChannel = 1;

    /// <summary>Its router; null for none that it would have to be told.</summary>
    public Ipv4? Gateway { get; init; }

    /// <summary>The VLAN in which it speaks, 1 to 4094; null for none.</summary>
    public int? Vlan { get; init; }

    /// <summary>The channel of its LAN in IPMI's count, 1 to 11.</summary>
    public int Channel { get; init; } = UsualChannel;

    /// <summary>What the BMC of a host is to be told; null where nobody asks for it.</summary>
    /// <exception cref="RefusedException">The host does not say what.</exception>
    public static BmcSetup? Of(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        if (AttributeForm.Truth(inventory.AttributesOf(host).Text(Attribute)) is not true)
        {
            return null;
        }

        if (host.Interfaces.FirstOrDefault(nic => nic.IsManagement && nic.Address is not null) is not { Address: { } address } nic)
        {
            throw new RefusedException($"attribute {Attribute} has the install set the BMC's address, and host \"{host.Name}\" has no interface ipmi with one: "
                + $"\"stack add host interface {host.Name} interface=ipmi ip=... network=...\"");
        }

        if (nic.Network is not { } name || inventory.Networks.GetValueOrDefault(name) is not { } network)
        {
            throw new RefusedException($"attribute {Attribute} has the install set the BMC's address, and interface {nic.Name} of host \"{host.Name}\" is "
                + $"on no network, which would say its mask: \"stack set host interface network {host.Name} interface={nic.Name} network=...\"");
        }

        return new BmcSetup(address, network.Subnet) { Gateway = network.Gateway, Vlan = nic.Vlan, Channel = ChannelOf(host, nic) };
    }

    /// <summary>
    /// Shell for the installed system that sets what is not so yet: a BMC that is told its own address goes away for a while all the same. It fails where the
    /// BMC does not answer, or does not take a value.
    /// </summary>
    public string Script()
    {
        var (channel, vlan) = (Word(Channel), Vlan is { } number ? Word(number) : null);
        var gateway = Gateway is { } router ? $"\n    told 'Default Gateway IP' {router} defgw ipaddr {router}" : string.Empty;
        return $$"""
            modprobe -a ipmi_si ipmi_devintf 2> /dev/null
            wrong=
            if lan=$(ipmitool lan print {{channel}}); then
                told() {
                    [ "$(echo "$lan" | sed -n "s/^$1 *: *//p")" = "$2" ] || { shift 2; ipmitool lan set {{channel}} "$@" || wrong=yes; }
                }
                told 'IP Address Source' 'Static Address' ipsrc static
                told 'IP Address' {{Address}} ipaddr {{Address}}
                told 'Subnet Mask' {{Subnet.Mask}} netmask {{Subnet.Mask}}{{gateway}}
                told '802.1q VLAN ID' {{vlan ?? "Disabled"}} vlan id {{vlan ?? "off"}}
                ipmitool lan set {{channel}} access on || wrong=yes
            else
                echo "power.setup: this machine's BMC does not answer, and its address was not set" >&2
                wrong=yes
            fi
            [ -z "$wrong" ]

            """;
    }

    private static int ChannelOf(Host host, HostInterface nic) => nic.Channel is not { Length: > 0 } word ? UsualChannel
        : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var channel) && channel is >= 1 and <= 11 ? channel
        : throw new RefusedException($"channel \"{word}\" of interface {nic.Name} of host \"{host.Name}\" is none of a BMC: they are 1 to 11, mostly 1");

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);
}
