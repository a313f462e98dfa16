using System.Globalization;
using System.Text;

namespace BootService.Core.Networks;

/// <summary>
/// Writes a node's network as the shell that makes systemd-networkd's files (systemd.network(5)), which every Debian has. A card is found by its
/// hardware address and called what the appliance calls it.
/// </summary>
public static class NetworkdScript
{
    private const string Start = """
        folder=/etc/systemd/network
        mkdir -p "$folder"
        printf 'auto lo\niface lo inet loopback\n' > /etc/network/interfaces

        """;

    private const string End = "systemctl enable systemd-networkd.service\n";

    /// <summary>The script: the installer's own configuration gives way, and files for each link come.</summary>
    public static string Of(NodeNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var script = new StringBuilder(Start);
        foreach (var link in network.Links)
        {
            if (link.Mac is { } mac)
            {
                File(script, $"10-{link.Name}.link", $"[Match]\nPermanentMACAddress={mac}\n\n[Link]\nName={link.Name}\n");
            }

            if (Device(link) is { } device)
            {
                File(script, $"10-{link.Name}.netdev", device);
            }

            File(script, $"10-{link.Name}.network", Network(network, link));
        }

        if (!network.NameServers.IsEmpty)
        {
            script.Append("cat > /etc/resolv.conf << 'EOF'\n").Append(network.Domain is { Length: > 0 } domain ? $"search {domain}\n" : "")
                .AppendJoin("", network.NameServers.Select(server => $"nameserver {server}\n")).Append("EOF\n");
        }

        return script.Append(End).ToString();
    }

    /// <summary>Why a network cannot be written so; null when it can.</summary>
    public static string? WhyNot(NodeNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        foreach (var link in network.Links)
        {
            if (link.Kind is LinkKind.Infiniband)
            {
                return $"interface {link.Name} is InfiniBand, whose configuration is not written for Debian yet: give it options=noreport and write it into "
                    + "<post os=\"debian\">";
            }

            if (link.Kind is LinkKind.Bond bond && OptionsOf(bond).FirstOrDefault(option => Bond(option) is null) is { } unknown)
            {
                return $"bond {link.Name} has the option {unknown}, which systemd-networkd has no word for here: take it out, or write it into <post "
                    + "os=\"debian\">";
            }
        }

        return null;
    }

    private static string[] OptionsOf(LinkKind.Bond bond) => bond.Options.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static string? Device(NodeLink link) => link.Kind switch
    {
        LinkKind.Bond bond => $"[NetDev]\nName={link.Name}\nKind=bond\n\n[Bond]\n{string.Concat(OptionsOf(bond).Select(Bond))}",
        LinkKind.Bridge => $"[NetDev]\nName={link.Name}\nKind=bridge\n\n[Bridge]\nSTP=no\n",
        LinkKind.Vlan vlan => string.Create(CultureInfo.InvariantCulture, $"[NetDev]\nName={link.Name}\nKind=vlan\n\n[VLAN]\nId={vlan.Id}\n"),
        _ => null,
    };

    private static string Network(NodeNetwork network, NodeLink link)
    {
        var text = new StringBuilder($"[Match]\nName={link.Name}\n\n");
        if (link.Mtu is { } mtu || !link.Starts)
        {
            text.Append("[Link]\n").Append(link.Mtu is { } size ? string.Create(CultureInfo.InvariantCulture, $"MTUBytes={size}\n") : "")
                .Append(link.Starts ? "" : "ActivationPolicy=manual\n").Append('\n');
        }

        text.Append("[Network]\n");
        if (link.Master is { } master)
        {
            text.Append(network.Links.FirstOrDefault(other => other.Name == master)?.Kind is LinkKind.Bridge ? "Bridge=" : "Bond=").Append(master).Append('\n');
        }
        else
        {
            text.Append(link.Asks ? "DHCP=ipv4\n" : "").AppendJoin("", link.Addresses.Select(address => $"Address={address.Address}/{address.Prefix}\n"))
                .Append(link.Gateway is { } gateway ? $"Gateway={gateway}\n" : "");
        }

        text.AppendJoin(
            "", network.Links.Where(other => other.Kind is LinkKind.Vlan vlan && vlan.Parent == link.Name && other.Name != link.Name)
                .Select(vlan => $"VLAN={vlan.Name}\n"));
        if (link is { Asks: true, IsDefault: false })
        {
            text.Append("\n[DHCPv4]\nUseGateway=no\nUseDNS=no\n");
        }

        foreach (var route in network.RoutesOf(link))
        {
            text.Append("\n[Route]\nDestination=").Append(route.Target).Append('\n').Append(route.Gateway is { } router ? $"Gateway={router}\n" : "");
        }

        return text.ToString();
    }

    // The driver's words and networkd's (systemd.netdev(5), "[Bond] Section Options").
    private static string? Bond(string option) => option.Split('=', 2) switch
    {
        ["mode", [>= '0' and <= '6'] digit] =>
            $"Mode={(new[] { "balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb" })[digit[0] - '0']}\n",
        ["mode", var mode] => $"Mode={mode}\n",
        ["miimon", var time] => $"MIIMonitorSec={time}ms\n",
        ["updelay", var time] => $"UpDelaySec={time}ms\n",
        ["downdelay", var time] => $"DownDelaySec={time}ms\n",
        ["lacp_rate", var rate] => $"LACPTransmitRate={rate switch { "1" or "fast" => "fast", _ => "slow" }}\n",
        ["xmit_hash_policy", var policy] => $"TransmitHashPolicy={policy}\n",
        _ => null,
    };

    private static void File(StringBuilder script, string name, string text) =>
        script.Append("cat > \"$folder/").Append(name).Append("\" << 'EOF'\n").Append(text).Append("EOF\n");
}
