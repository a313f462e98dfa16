using System.Globalization;
using System.Text;

namespace BootService.Core.Networks;

/// <summary>Writes a node's network as the shell that makes a file of netplan's (netplan-yaml(5)), by which every Ubuntu configures its links.</summary>
public static class Netplan
{
    /// <summary>Where the file lies.</summary>
    public const string File = "/etc/netplan/50-stack.yaml";

    /// <summary>The script: what the installer configured gives way.</summary>
    public static string Script(NodeNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return $"mkdir -p /etc/netplan /etc/cloud/cloud.cfg.d\nrm -f /etc/netplan/*.yaml\n"
                + $"echo 'network: {{config: disabled}}' > /etc/cloud/cloud.cfg.d/99-stack-network.cfg\n"
            + $"(umask 077; cat > {File} << 'EOF'\n{Text(network)}EOF\n)\n";
    }

    /// <summary>The file.</summary>
    public static string Text(NodeNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var text = new StringBuilder("network:\n  version: 2\n  renderer: networkd\n");
        foreach (var (title, kinds) in new (string, Func<LinkKind, bool>)[]
        {
            ("ethernets", kind => kind is LinkKind.Ethernet), ("bonds", kind => kind is LinkKind.Bond), ("bridges", kind => kind is LinkKind.Bridge),
            ("vlans", kind => kind is LinkKind.Vlan),
        })
        {
            var links = network.Links.Where(link => kinds(link.Kind)).ToArray();
            text.Append(links.Length > 0 ? $"  {title}:\n" : "");
            foreach (var link in links)
            {
                Link(text, network, link);
            }
        }

        return text.ToString();
    }

    /// <summary>Why a network cannot be written so; null when it can.</summary>
    public static string? WhyNot(NodeNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return BondOption.WhyNot(network, "Ubuntu", "ubuntu", "netplan", option => option.Words.Netplan is not null);
    }

    private static void Link(StringBuilder text, NodeNetwork network, NodeLink link)
    {
        void Line(string line) => text.Append("      ").Append(line).Append('\n');
        text.Append("    ").Append(link.Name).Append(":\n");
        if (link.Mac is { } mac && link.Kind is LinkKind.Ethernet)
        {
            Line($"match: {{macaddress: \"{mac}\"}}");
            Line($"set-name: {link.Name}");
        }

        switch (link.Kind)
        {
            case LinkKind.Bond bond:
                Line($"interfaces: [{Members(network, link)}]");
                Line($"parameters: {{{string.Join(", ", BondOption.Of(bond).Select(Bond))}}}");
                break;
            case LinkKind.Bridge:
                Line($"interfaces: [{Members(network, link)}]");
                Line("parameters: {stp: false}");
                break;
            case LinkKind.Vlan vlan:
                Line(string.Create(CultureInfo.InvariantCulture, $"id: {vlan.Id}"));
                Line($"link: {vlan.Parent}");
                break;
        }

        if (link.Mtu is { } mtu)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"mtu: {mtu}"));
        }

        if (!link.Starts)
        {
            Line("activation-mode: manual");
        }

        if (link.Master is null)
        {
            Addresses(Line, network, link);
        }
    }

    private static void Addresses(Action<string> line, NodeNetwork network, NodeLink link)
    {
        line($"dhcp4: {(link.Asks ? "true" : "false")}");
        if (link is { Asks: true, IsDefault: false })
        {
            line("dhcp4-overrides: {use-routes: false, use-dns: false}");
        }

        if (!link.Addresses.IsEmpty)
        {
            line($"addresses: [{string.Join(", ", link.Addresses.Select(address => $"\"{address.Address}/{address.Prefix}\""))}]");
        }

        string[] routes =
        [
            .. link.Gateway is { } gateway ? (string[])[$"{{to: default, via: \"{gateway}\"}}"] : [],
            .. network.RoutesOf(link)
                .Select(route => route.Gateway is { } router ? $"{{to: \"{route.Target}\", via: \"{router}\"}}" : $"{{to: \"{route.Target}\", scope: link}}"),
        ];
        if (routes.Length > 0)
        {
            line($"routes: [{string.Join(", ", routes)}]");
        }

        if (!network.NameServers.IsEmpty && !link.Asks)
        {
            var search = network.Domain is { Length: > 0 } domain ? $"search: [\"{domain}\"], " : "";
            line($"nameservers: {{{search}addresses: [{string.Join(", ", network.NameServers.Select(server => $"\"{server}\""))}]}}");
        }
    }

    private static string Members(NodeNetwork network, NodeLink link) =>
        string.Join(", ", network.Links.Where(other => other.Master == link.Name).Select(other => other.Name));

    private static string Bond(BondOption option) =>
        $"{option.Words.Netplan}: {(option.Words.IsList ? $"[{option.Value.Replace(",", ", ", StringComparison.Ordinal)}]" : option.Value)}";
}
