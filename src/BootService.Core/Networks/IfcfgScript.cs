using System.Globalization;
using System.Text;

namespace BootService.Core.Networks;

/// <summary>
/// Writes a node's network as the shell that makes the files of <c>/etc/sysconfig/network-scripts</c>, which Enterprise Linux 6 to 8 read. A card
/// is found by its hardware address on the node itself: what the appliance calls eth1 may be ens4 there.
/// </summary>
public static class IfcfgScript
{
    private const string Start = """
        folder=ROOT/etc/sysconfig/network-scripts
        mkdir -p "$folder"
        card() {
            for link in /sys/class/net/*; do
                [ -e "$link/device" ] || continue
                address=$(cat "$link/bonding_slave/perm_hwaddr" "$link/address" 2> /dev/null | head -n 1)
                case $address in *"$1") echo "${link##*/}"; return ;; esac
            done
            echo "there is no card $1 for interface $2" >&2
            echo "$2"
        }

        """;

    private const string End = """
        if command -v restorecon > /dev/null; then
            restorecon -R "$folder" || :
        fi

        """;

    /// <summary>The script; every line of a file it writes is of this network and of nothing else.</summary>
    /// <param name="network">The network.</param>
    /// <param name="needsBondAlias">Whether the kernel is told by modprobe which driver a bond has, as Enterprise Linux 6 wants it.</param>
    /// <param name="root">Shell's word for the folder that stands before the paths; empty for the system itself.</param>
    public static string Of(NodeNetwork network, bool needsBondAlias, string root = "")
    {
        ArgumentNullException.ThrowIfNull(network);
        var script = SpareText.Begin().Append(Start.Replace("ROOT", root, StringComparison.Ordinal));
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var link in network.Links)
        {
            names.Add(link.Name, link.Mac is null ? Device(link, names) : $"$card{names.Count}");
            if (link.Mac is { } mac)
            {
                script.Append(CultureInfo.InvariantCulture, $"card{names.Count - 1}=$(card {mac} {link.Name})\n");
            }
        }

        foreach (var link in network.Links)
        {
            Append(script, network, link, names);
        }

        foreach (var bond in needsBondAlias ? network.Links.Where(link => link.Kind is LinkKind.Bond) : [])
        {
            script.Append(CultureInfo.InvariantCulture, $"echo \"alias {bond.Name} bonding\" > /etc/modprobe.d/{bond.Name}.conf\n");
        }

        return SpareText.End(script.Append(End));
    }

    /// <summary>What the system calls a link without a card: a VLAN after the card it is on.</summary>
    private static string Device(NodeLink link, Dictionary<string, string> names) =>
        link.Kind is LinkKind.Vlan vlan && link.Name == $"{vlan.Parent}.{vlan.Id}" && names.TryGetValue(vlan.Parent, out var parent) ? $"{parent}.{vlan.Id}"
            : link.Name;

    private static void Append(StringBuilder script, NodeNetwork network, NodeLink link, Dictionary<string, string> names)
    {
        var device = names[link.Name];
        File(script, $"ifcfg-{device}", Lines(network, link, device, names));
        foreach (var address in link.Addresses.Where(address => address.Alias is not null))
        {
            var alias = device + address.Alias![address.Alias!.IndexOf(':', StringComparison.Ordinal)..];
            File(script, $"ifcfg-{alias}", [$"DEVICE={alias}", "ONPARENT=yes", $"IPADDR={address.Address}", $"NETMASK={address.Mask}"]);
        }

        if (network.RoutesOf(link).ToArray() is { Length: > 0 } routes)
        {
            File(script, $"route-{device}", routes.Select(route => $"{route.Target} {(route.Gateway is { } gateway ? $"via {gateway}" : $"dev {device}")}"));
        }
    }

    private static IEnumerable<string> Lines(NodeNetwork network, NodeLink link, string device, Dictionary<string, string> names)
    {
        yield return $"DEVICE={device}";
        yield return $"TYPE={Type(link.Kind)}";
        if (link is { Mac: { IsInfiniband: false } mac })
        {
            yield return $"HWADDR={mac}";
        }

        yield return $"ONBOOT={(link.Starts ? "yes" : "no")}";
        foreach (var line in OfKind(link, names).Concat(OfMaster(network, link)))
        {
            yield return line;
        }

        if (link.Mtu is { } mtu)
        {
            yield return $"MTU={mtu}";
        }

        foreach (var line in link.Master is null ? OfAddress(network, link) : ["BOOTPROTO=none"])
        {
            yield return line;
        }
    }

    private static IEnumerable<string> OfKind(NodeLink link, Dictionary<string, string> names) => link.Kind switch
    {
        LinkKind.Bond { Options.Length: > 0 } bond => [$"BONDING_OPTS=\"{Bonding(bond, names)}\"", "BONDING_MASTER=yes"],
        LinkKind.Bond => ["BONDING_MASTER=yes"],
        LinkKind.Vlan vlan => ["VLAN=yes", $"PHYSDEV={names.GetValueOrDefault(vlan.Parent, vlan.Parent)}", $"VLAN_ID={vlan.Id}"],
        _ => [],
    };

    /// <summary>The driver's options; the member that is preferred is called what the system calls it.</summary>
    private static string Bonding(LinkKind.Bond bond, Dictionary<string, string> names) =>
        BondOption.PrimaryOf(bond) is { } primary && names.TryGetValue(primary, out var device)
            ? string.Join(' ', bond.Options.Split(' ')
                .Select(option => option == $"{BondOption.Primary}={primary}" ? $"{BondOption.Primary}={device}" : option))
            : bond.Options;

    private static IEnumerable<string> OfMaster(NodeNetwork network, NodeLink link) => link.Master is not { } master ? []
        : network.Links.FirstOrDefault(other => other.Name == master)?.Kind is LinkKind.Bridge ? [$"BRIDGE={master}"]
        : [$"MASTER={master}", "SLAVE=yes"];

    private static IEnumerable<string> OfAddress(NodeNetwork network, NodeLink link)
    {
        yield return $"BOOTPROTO={(link.Asks ? "dhcp" : "none")}";
        if (link.Addresses.FirstOrDefault(address => address.Alias is null) is { Prefix: > 0 } address)
        {
            yield return $"IPADDR={address.Address}";
            yield return $"NETMASK={address.Mask}";
        }

        if (link.Gateway is { } gateway)
        {
            yield return $"GATEWAY={gateway}";
        }

        yield return $"DEFROUTE={(link.IsDefault ? "yes" : "no")}";
        for (var at = 0; link is { IsDefault: true, Asks: false } && at < network.NameServers.Length; at++)
        {
            yield return $"DNS{at + 1}={network.NameServers[at]}";
        }

        if (link is { IsDefault: true, Asks: false } && network.Domain is { Length: > 0 } domain)
        {
            yield return $"DOMAIN={domain}";
        }
    }

    private static string Type(LinkKind kind) => kind switch
    {
        LinkKind.Infiniband => "InfiniBand",
        LinkKind.Bond => "Bond",
        LinkKind.Bridge => "Bridge",
        LinkKind.Vlan => "Vlan",
        _ => "Ethernet",
    };

    private static void File(StringBuilder script, string name, IEnumerable<string> lines)
    {
        script.Append("cat > \"$folder/").Append(name).Append("\" << EOF\n");
        foreach (var line in lines)
        {
            script.Append(line).Append('\n');
        }

        script.Append("EOF\n");
    }
}
