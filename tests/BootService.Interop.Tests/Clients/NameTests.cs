using BootService.Lab.Lan;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Clients;

/// <summary>Names asked of the frontend by the field's own client, on the LAN of a daemon as it starts by default.</summary>
public sealed class NameTests
{
    [Fact]
    public async Task Dig_finds_hosts_interfaces_and_the_frontend_both_ways_and_dhcp_says_where_to_ask()
    {
        await using var served = await ServedLan.StartAsync();
        var stack = served.Daemon.Stack;
        var client = await served.Lan.AddClientAsync();
        await stack.RunAsync("set", "network", "private", "zone=cluster.example");
        await stack.RunAsync("add", "host", "backend-7-0");
        await stack.RunAsync("add", "host", "interface", "backend-7-0", "interface=eth0", $"mac={client.Mac}", $"ip={BootLan.AddressOf(9)}", "network=private");
        var given = await DhcpAsking.UdhcpcAsync(client, served.Lan.Scratch);
        Assert.Equal(($"{BootLan.Address}", "cluster.example"), (given["dns"], given["domain"]));
        await client.TakeAddressAsync(BootLan.AddressOf(9));

        Assert.Equal($"{BootLan.AddressOf(9)}\n", await DigAsync(client, "backend-7-0.cluster.example"));
        Assert.Equal($"{BootLan.AddressOf(9)}\n", await DigAsync(client, "+tcp", "backend-7-0"));
        Assert.Equal("backend-7-0.cluster.example.\n", await DigAsync(client, "-x", $"{BootLan.AddressOf(9)}"));
        Assert.EndsWith(".cluster.example.\n", await DigAsync(client, "-x", $"{BootLan.Address}"), StringComparison.Ordinal);

        await stack.RunAsync("add", "host", "interface", "backend-7-0", "interface=eth1", "ip=10.1.7.7", "network=private");
        Assert.Equal("10.1.7.7\n", await DigAsync(client, "backend-7-0-eth1.cluster.example"));

        var missing = (await client.RunAsync("dig", "@" + BootLan.Address, "nobody.cluster.example")).Output;
        Assert.Contains("status: NXDOMAIN", missing, StringComparison.Ordinal);
        Assert.Contains("SOA", missing, StringComparison.Ordinal);
        Assert.DoesNotContain("malformed", missing, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("status: REFUSED", (await client.RunAsync("dig", "@" + BootLan.Address, "www.example.com")).Output, StringComparison.Ordinal);
        Assert.Contains("DNS", await stack.RunAsync("check", "network"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_names_are_asked_of_the_servers_that_are_set()
    {
        await using var served = await ServedLan.StartAsync();
        await served.Daemon.StopAsync(Limits.Stop);
        var upstream = await served.Lan.AddClientAsync();
        await upstream.TakeAddressAsync(BootLan.AddressOf(20));
        await using var server = upstream.Start("upstream", "dnsmasq", "-k", "-C", "/dev/null", "--no-resolv", "--no-hosts", "-p", "53",
            "--address=/www.example.com/192.0.2.80",
            "--txt-record=long.example.com," + new string('x', 200) + "," + new string('y', 250) + "," + new string('z', 250));
        await served.Daemon.StartAsync($"--Dns:Forwarders={BootLan.AddressOf(20)}");
        var client = await served.Lan.AddClientAsync();
        await client.TakeAddressAsync(BootLan.AddressOf(21));
        await Poll.UntilAsync("the other server's answer", Limits.Stop, async () => await DigAsync(client, "www.example.com") == "192.0.2.80\n");

        // Too long for a plain datagram: dig takes it up again over TCP, and so do we.
        Assert.Contains("zzz", await DigAsync(client, "+noedns", "long.example.com", "TXT"), StringComparison.Ordinal);
    }

    private static async Task<string> DigAsync(LanClient client, params string[] words) =>
        (await client.RunAsync("dig", ["@" + BootLan.Address, "+short", "+time=2", "+tries=2", .. words])).Output;
}
