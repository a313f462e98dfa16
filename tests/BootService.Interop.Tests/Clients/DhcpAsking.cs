using BootService.Lab.Lan;

namespace BootService.Interop.Tests.Clients;

/// <summary>Real DHCP clients, each asked for what it got.</summary>
internal static class DhcpAsking
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <summary>Busybox's client; gives every variable its script was told.</summary>
    public static async Task<Dictionary<string, string>> UdhcpcAsync(LanClient client, string scratch, params string[] further)
    {
        var script = Path.Combine(scratch, $"print-lease-{client.Mac.Value:x}");
        await File.WriteAllTextAsync(script, "#!/bin/sh\n[ \"$1\" != bound ] || env\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var answer = (await client.RunAsync(
            "udhcpc", ["-i", LanClient.Interface, "-n", "-q", "-f", "-t", "5", "-T", "2", "-s", script, .. further])).Succeeded();
        return answer.Output.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

    /// <summary>ISC's client; gives the address it bound.</summary>
    public static async Task<string> DhclientAsync(LanClient client, string scratch)
    {
        var name = Path.GetRandomFileName();
        await using var dhclient = client.Start(
            $"dhclient-{client.Mac.Value:x}", "dhclient", "-4", "-1", "-d", "-sf", "/bin/true", "-cf", "/dev/null",
            "-lf", Path.Combine(scratch, $"{name}.leases"), "-pf", Path.Combine(scratch, $"{name}.pid"), LanClient.Interface);
        await dhclient.SeeAsync(Patience, "bound to ");
        return After(dhclient.Output.Text, "bound to ");
    }

    /// <summary>Roy Marples's client, with what it remembers of leases kept out of the machine's own. Its helpers outlive it, so it writes to a file.</summary>
    public static async Task<string> DhcpcdAsync(LanClient client, string scratch)
    {
        var log = Path.Combine(scratch, $"dhcpcd-{client.Mac.Value:x}");
        await client.RunAsync(
            "unshare", "-m", "sh", "-c",
            $"mount -t tmpfs none /var/lib/dhcpcd && timeout 40 dhcpcd -B -4 -1 -t 30 -A -f /dev/null -c /bin/true {LanClient.Interface} > {log} 2>&1 < "
                + "/dev/null");
        return After(await File.ReadAllTextAsync(log), "leased ");
    }

    /// <summary>systemd's client as a program of its own, without an init: it is told of its link by netlink alone and needs no bus.</summary>
    public static async Task<string> NetworkdAsync(LanClient client, string scratch)
    {
        var etc = Path.Combine(scratch, $"networkd-{client.Mac.Value:x}");
        Directory.CreateDirectory(etc);
        await File.WriteAllTextAsync(
            Path.Combine(etc, "10-lan.network"),
            $"[Match]\nName={LanClient.Interface}\n[Network]\nDHCP=ipv4\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n[DHCPv4]\nClientIdentifier=mac\n"
                + "RapidCommit=no\n");

        // Its files are where the system's are: a mount namespace keeps the machine's own out of it. A /sys that cannot be written
        // tells it that no udev will ever announce the link.
        var script =
            "mount --bind /sys /sys && mount -o remount,ro,bind /sys && mount -t tmpfs none /run && mkdir -p /run/systemd/network /run/systemd/netif/links "
                + $"/run/systemd/netif/leases && cp {etc}/10-lan.network /run/systemd/network/ && chown -R systemd-network /run/systemd/netif && "
                    + "SYSTEMD_LOG_LEVEL=debug SYSTEMD_LOG_TARGET=console exec /lib/systemd/systemd-networkd";
        await using var networkd = client.Start($"networkd-{client.Mac.Value:x}", "unshare", "-m", "sh", "-c", script);
        await networkd.SeeAsync(Patience, " acquired from ");
        return After(networkd.Output.Text.Split(" acquired from ")[0], "DHCPv4 address ");
    }

    private static string After(string text, string marker)
    {
        var rest = text[(text.LastIndexOf(marker, StringComparison.Ordinal) + marker.Length)..];
        return new string([.. rest.TakeWhile(character => char.IsAsciiDigit(character) || character == '.')]);
    }
}
