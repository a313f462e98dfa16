using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Interop.Tests.Doctor;

/// <summary>The doctor on a LAN of its own: well at first, then with everything wrong that is commonly wrong.</summary>
public sealed class NetworkDoctorTests
{
    private static readonly Ipv4 Foreign = Ipv4.Parse("10.1.0.66");

    [Fact]
    public async Task A_foreign_server_a_second_card_and_a_firewall_are_found_by_asking_and_by_reading()
    {
        await using var served = await ServedLan.StartAsync();
        var well = await served.Daemon.Stack.TryAsync("check", "network");
        Assert.True(well.ExitCode == 0, well.Output + well.Error);

        await using var dnsmasq = await StartForeignAsync(served);
        (await served.Lan.RunAsync("ip", "link", "add", "card1", "type", "veth", "peer", "name", "card2")).Succeeded();
        (await served.Lan.RunAsync("ip", "link", "set", "card1", "master", BootLan.Interface, "up")).Succeeded();
        (await served.Lan.RunAsync("ip", "link", "set", "card2", "up")).Succeeded();
        (await served.Lan.RunAsync(
            "nft", "add table inet t; add chain inet t input { type filter hook input priority 0; }; add rule inet t input udp dport 69 drop")).Succeeded();

        var ill = await served.Daemon.Stack.TryAsync("check", "network", "output-format=json");
        Assert.Equal(1, ill.ExitCode);
        Assert.Contains($"{Foreign} (", ill.Output, StringComparison.Ordinal);
        Assert.Contains("offers 10.1.200.", ill.Output, StringComparison.Ordinal);
        Assert.Contains("boot file \\u0022foreign.0\\u0022", ill.Output.Replace("\\\"", "\\u0022", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains($"card2 is on the segment of {BootLan.Interface}", ill.Output, StringComparison.Ordinal);
        Assert.Contains("chain inet t input drops udp 69", ill.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_firewall_that_may_not_be_read_is_tried()
    {
        await using var served = await ServedLan.StartAsync();
        await served.Daemon.StopAsync(Limits.Stop);
        served.Daemon.Confined = true;
        await served.Daemon.StartAsync();
        var open = await served.Daemon.Stack.TryAsync("check", "network");
        Assert.Contains("gets in on", open.Output, StringComparison.Ordinal);
        Assert.Equal(0, open.ExitCode);

        (await served.Lan.RunAsync(
            "nft",
            $"add table inet t; add chain inet t input {{ type filter hook input priority 0; policy drop; }}; "
                + $"add rule inet t input iifname lo accept; add rule inet t input iifname {BootLan.Interface} udp dport {{ 67, 4011 }} accept")).Succeeded();
        var shut = await served.Daemon.Stack.TryAsync("check", "network");
        Assert.Equal(1, shut.ExitCode);
        Assert.Contains("udp 69 of TFTP does not get in", shut.Output, StringComparison.Ordinal);
        Assert.Contains("tcp 80 of HTTP does not get in", shut.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("udp 67 of", shut.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("udp 4011 of", shut.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_another_server_the_start_warns_and_proxy_mode_boots_without_giving_addresses()
    {
        await using var served = await ServedLan.StartAsync();
        await served.Daemon.StopAsync(Limits.Stop);
        await using var dnsmasq = await StartForeignAsync(served);
        await served.Daemon.StartAsync();
        await served.Daemon.Log.SeeAsync(TimeSpan.FromSeconds(60), $"dhcp servers: {Foreign}");

        await served.Daemon.StopAsync(Limits.Stop);
        await served.Daemon.StartAsync("--Dhcp:Mode=proxy");
        var other = await served.Daemon.Stack.TryAsync("check", "network");
        Assert.Contains("boot options away", other.Output, StringComparison.Ordinal);

        var client = await served.Lan.AddClientAsync();
        var asked = await client.RunAsync("udhcpc", "-i", LanClient.Interface, "-n", "-q", "-f", "-t", "5", "-T", "3", "-s", "/bin/true");
        Assert.Contains($"obtained from {Foreign}", asked.Succeeded().Error + asked.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_comes_later_is_found_by_asking_all_the_time()
    {
        await using var served = await ServedLan.StartAsync(["--Dhcp:WatchEvery=00:00:02", "--CheckAtStart=false"]);
        Assert.Empty(await served.Daemon.Stack.ListAsync("list", "network", "server"));
        await using var dnsmasq = await StartForeignAsync(served);
        await served.Daemon.Log.SeeAsync(TimeSpan.FromSeconds(60), $"Another DHCP server answers on {BootLan.Interface}: {Foreign}");
        var seen = Assert.Single(await served.Daemon.Stack.ListAsync("list", "network", "server"));
        Assert.Equal((Foreign.ToString(), "wrong", "foreign.0"), (seen["server"], seen["verdict"], seen["file"]));
    }

    private static async Task<LabProcess> StartForeignAsync(ServedLan served)
    {
        var foreign = await served.Lan.AddClientAsync();
        await foreign.TakeAddressAsync(Foreign);
        var dnsmasq = foreign.Start(
            "dnsmasq", "dnsmasq", "--keep-in-foreground", "--log-facility=-", "--conf-file=/dev/null", "--user=root", "--port=0", "--no-ping",
            $"--interface={LanClient.Interface}", "--bind-interfaces",
            "--dhcp-range=10.1.200.1,10.1.200.99", "--dhcp-boot=foreign.0", $"--dhcp-leasefile={Path.Combine(served.Lan.Scratch, "foreign.leases")}",
            "--pid-file");
        await dnsmasq.SeeAsync(TimeSpan.FromMinutes(1), "sockets bound exclusively");
        return dnsmasq;
    }
}
