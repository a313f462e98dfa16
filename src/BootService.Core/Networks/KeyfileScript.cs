using System.Globalization;
using System.Text;

namespace BootService.Core.Networks;

/// <summary>
/// Writes a node's network as the shell that makes NetworkManager's keyfiles (nm-settings-keyfile(5)), which Enterprise Linux 9 and later read.
/// A card is matched by its hardware address, whatever the system calls it.
/// </summary>
public static class KeyfileScript
{
    private const string Start = """
        folder=ROOT/etc/NetworkManager/system-connections
        umask 077
        mkdir -p "$folder"
        forget() {
            for link in /sys/class/net/*; do
                [ "$(cat "$link/address" 2> /dev/null)" = "$1" ] || continue
                for file in "$folder"/*.nmconnection; do
                    if [ -e "$file" ] && grep -q -x "interface-name=${link##*/}" "$file"; then rm "$file"; fi
                done
            done
        }
        # The member that a bond prefers is named by what the system calls it.
        prefer() {
            for link in /sys/class/net/*; do
                [ -e "$link/device" ] || continue
                address=$(cat "$link/bonding_slave/perm_hwaddr" "$link/address" 2> /dev/null | head -n 1)
                [ "$address" != "$3" ] || sed -i "s/^primary=$2\$/primary=${link##*/}/" "$folder/$1.nmconnection"
            done
        }

        """;

    private const string End = """
        if command -v restorecon > /dev/null; then
            restorecon -R "$folder" || :
        fi

        """;

    private static readonly string[] BondModes = ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"];

    /// <summary>The script: what the installer left for the same cards goes, and a file for each link comes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="root">Shell's word for the folder that stands before the paths; empty for the system itself.</param>
    public static string Of(NodeNetwork network, string root = "")
    {
        ArgumentNullException.ThrowIfNull(network);
        var script = new StringBuilder(Start.Replace("ROOT", root, StringComparison.Ordinal));
        foreach (var link in network.Links.Where(link => link.Mac is { IsInfiniband: false }))
        {
            script.Append("forget ").Append(link.Mac).Append('\n');
        }

        foreach (var link in network.Links)
        {
            script.Append("cat > \"$folder/").Append(link.Name).Append(".nmconnection\" << 'EOF'\n").Append(FileOf(network, link)).Append("EOF\n");
            if (link.Kind is LinkKind.Bond bond && BondOption.PrimaryOf(bond) is { } primary
                && network.Links.FirstOrDefault(other => other.Name == primary)?.Mac is { } mac)
            {
                script.Append("prefer ").Append(link.Name).Append(' ').Append(primary).Append(' ').Append(mac).Append('\n');
            }
        }

        return script.Append(End).ToString();
    }

    /// <summary>The keyfile of one link.</summary>
    public static string FileOf(NodeNetwork network, NodeLink link)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(link);
        var file = new StringBuilder();
        Connection(file, network, link);
        Kind(file, network, link);
        if (link.Master is null)
        {
            Addresses(file, network, link);
        }

        return file.ToString();
    }

    private static void Connection(StringBuilder file, NodeNetwork network, NodeLink link)
    {
        Line(file, "[connection]");
        Line(file, $"id={link.Name}");
        Line(file, $"type={Type(link.Kind)}");
        if (link.Mac is null or { IsInfiniband: true })
        {
            Line(file, $"interface-name={link.Name}");
        }

        Line(file, link.Starts ? "autoconnect-priority=10" : "autoconnect=false");
        if (link.Master is { } master)
        {
            Line(file, $"master={master}");
            Line(file, $"slave-type={(network.Links.FirstOrDefault(other => other.Name == master)?.Kind is LinkKind.Bridge ? "bridge" : "bond")}");
        }
    }

    private static void Kind(StringBuilder file, NodeNetwork network, NodeLink link)
    {
        var parent = link.Kind is LinkKind.Vlan { Parent: var under } ? network.Links.FirstOrDefault(other => other.Name == under) : null;
        var mac = parent is null ? link.Mac : parent.Mac;
        if (link.Kind is LinkKind.Infiniband)
        {
            Line(file, "\n[infiniband]\ntransport-mode=datagram");
            Line(file, link.Mtu is { } mtu ? $"mtu={mtu}" : null);
        }
        else if (mac is not null || link.Mtu is not null)
        {
            Line(file, "\n[ethernet]");
            Line(file, mac is null ? null : $"mac-address={mac}");
            Line(file, link.Mtu is { } mtu ? $"mtu={mtu}" : null);
        }

        switch (link.Kind)
        {
            case LinkKind.Bond bond:
                Line(file, "\n[bond]");
                foreach (var option in bond.Options.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    Line(file, option is ['m', 'o', 'd', 'e', '=', var digit and >= '0' and <= '6'] ? $"mode={BondModes[digit - '0']}" : option);
                }

                break;
            case LinkKind.Bridge:
                // As in ifcfg files, where a bridge speaks no spanning tree unless it is told to.
                Line(file, "\n[bridge]\nstp=false");
                break;
            case LinkKind.Vlan vlan:
                Line(file, $"\n[vlan]\nid={vlan.Id}");
                Line(file, parent?.Mac is null ? $"parent={vlan.Parent}" : null);
                break;
        }
    }

    private static void Addresses(StringBuilder file, NodeNetwork network, NodeLink link)
    {
        Line(file, $"\n[ipv4]\nmethod={(link.Asks ? "auto" : link.Addresses.IsEmpty ? "disabled" : "manual")}");
        for (var at = 0; at < link.Addresses.Length; at++)
        {
            var gateway = at == 0 && link.Gateway is { } router ? $",{router}" : "";
            Line(file, string.Create(CultureInfo.InvariantCulture, $"address{at + 1}={link.Addresses[at].Address}/{link.Addresses[at].Prefix}{gateway}"));
        }

        if (link is { IsDefault: true, Asks: false })
        {
            Line(file, network.NameServers.IsEmpty ? null : $"dns={string.Concat(network.NameServers.Select(server => $"{server};"))}");
            Line(file, network.Domain is { Length: > 0 } domain ? $"dns-search={domain};" : null);
        }

        Line(file, link.IsDefault || (!link.Asks && link.Addresses.IsEmpty) ? null : "never-default=true");
        var number = 0;
        foreach (var route in network.RoutesOf(link))
        {
            number++;
            Line(file, $"route{number}={route.Target}{(route.Gateway is { } gateway ? $",{gateway}" : "")}");
        }

        Line(file, "\n[ipv6]\nmethod=auto");
    }

    private static string Type(LinkKind kind) => kind switch
    {
        LinkKind.Infiniband => "infiniband",
        LinkKind.Bond => "bond",
        LinkKind.Bridge => "bridge",
        LinkKind.Vlan => "vlan",
        _ => "ethernet",
    };

    private static void Line(StringBuilder file, string? line)
    {
        if (line is not null)
        {
            file.Append(line).Append('\n');
        }
    }
}
