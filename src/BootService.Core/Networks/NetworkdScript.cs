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
        return BondOption.WhyNot(
            network, "Debian", "debian", "systemd-networkd", option => option.Words.Networkd is not null || option.Name is BondOption.Primary);
    }

    private static string? Device(NodeLink link) => link.Kind switch
    {
        LinkKind.Bond bond => $"[NetDev]\nName={link.Name}\nKind=bond\n\n[Bond]\n{string.Concat(BondOption.Of(bond).Select(Bond))}",
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
            var kind = network.Links.FirstOrDefault(other => other.Name == master)?.Kind;
            text.Append(kind is LinkKind.Bridge ? "Bridge=" : "Bond=").Append(master).Append('\n')
                .Append(kind is LinkKind.Bond bond && BondOption.PrimaryOf(bond) == link.Name ? "PrimarySlave=true\n" : "");
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

    /// <summary>The line of an option; the member that is preferred says so in its own file.</summary>
    private static string Bond(BondOption option) => option.Words is { Networkd: { } key } words
        ? $"{key}={(words.IsList ? option.Value.Replace(',', ' ') : option.Value)}{words.Unit}\n"
        : "";

    private static void File(StringBuilder script, string name, string text) =>
        script.Append("cat > \"$folder/").Append(name).Append("\" << 'EOF'\n").Append(text).Append("EOF\n");
}
