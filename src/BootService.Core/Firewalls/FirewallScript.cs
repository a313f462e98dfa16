namespace BootService.Core.Firewalls;

/// <summary>Writes a firewall as the shell that puts its file into place and switches its service on.</summary>
public static class FirewallScript
{
    /// <summary>The file that a system reads: nftables' from Enterprise Linux 8 on and of Debian, iptables' before.</summary>
    /// <param name="isNftables">Whether the system has nftables.</param>
    /// <param name="isDebian">Whether it is Debian or of its kind.</param>
    public static string FileOf(bool isNftables, bool isDebian) =>
        !isNftables ? "/etc/sysconfig/iptables" : isDebian ? "/etc/nftables.conf" : "/etc/sysconfig/nftables.conf";

    /// <summary>What is in it.</summary>
    public static string TextOf(NodeFirewall firewall, bool isNftables) => isNftables ? NftablesRuleset.Of(firewall) : IptablesRuleset.Of(firewall);

    /// <summary>Shell that writes the file below a folder.</summary>
    /// <param name="firewall">The firewall.</param>
    /// <param name="isNftables">Whether the system has nftables.</param>
    /// <param name="isDebian">Whether it is Debian or of its kind.</param>
    /// <param name="root">What stands before the path; empty for the system itself.</param>
    public static string Write(NodeFirewall firewall, bool isNftables, bool isDebian, string root = "")
    {
        var file = root + FileOf(isNftables, isDebian);
        return $"cat > {file} << 'EOF'\n{TextOf(firewall, isNftables)}EOF\nchmod 600 {file}\n";
    }

    /// <summary>Shell that lets the service start with the system, in the place of others of its kind.</summary>
    public static string Enable(bool isNftables) => isNftables
        ? "systemctl disable firewalld 2> /dev/null || :\nsystemctl enable nftables\n"
        : "if command -v systemctl > /dev/null; then\n    systemctl disable firewalld 2> /dev/null || :\n    systemctl enable iptables\nelse\n    chkconfig "
            + "iptables on\nfi\n";

    /// <summary>Shell that puts the file into effect on a running system; its exit code says whether it is.</summary>
    public static string Activate(bool isNftables) => isNftables
        ? "systemctl stop firewalld 2> /dev/null\nsystemctl restart nftables"
        : "if command -v systemctl > /dev/null; then\n    systemctl stop firewalld 2> /dev/null\n    systemctl restart iptables\nelse\n    service iptables "
            + "restart\nfi";
}
