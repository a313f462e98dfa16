using BootService.Lab.Lan;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Interop.Tests.Clients;

/// <summary>A frontend with two boot interfaces, and one with two cards in one segment.</summary>
public sealed class SeveralNetworksTests
{
    private const string Second = "br1";
    private static readonly Ipv4 Address = Ipv4.Parse("10.5.0.1");

    [Fact]
    public async Task Each_network_is_served_from_its_own_interface_s_address()
    {
        await using var served = await ServedLan.StartAsync();
        await served.Daemon.StopAsync(Limits.Stop);
        await served.Lan.AddBridgeAsync(Second, Address, 24);
        var near = await served.Lan.AddClientAsync();
        var far = await served.Lan.AddClientAsync(Second);
        await served.Daemon.StartAsync($"--Interface={BootLan.Interface},{Second}");
        await served.Daemon.Stack.RunAsync("add", "network", "second", "address=10.5.0.0/24", "pxe=true", "first=10.5.0.100", "last=10.5.0.120");
        await served.Daemon.Stack.RunAsync("set", "network", "private", "first=10.1.9.0", "last=10.1.9.99");

        string[] firmware = ["-V", "PXEClient:Arch:00000:UNDI:002001", "-x", "0x5d:0000"];
        var here = await DhcpAsking.UdhcpcAsync(near, served.Lan.Scratch, firmware);
        var there = await DhcpAsking.UdhcpcAsync(far, served.Lan.Scratch, firmware);
        Assert.Equal(($"{BootLan.Address}", $"{BootLan.Address}", "255.255.0.0"), (here["serverid"], here["siaddr"], here["subnet"]));
        Assert.Equal(($"{Address}", $"{Address}", "255.255.255.0"), (there["serverid"], there["siaddr"], there["subnet"]));
        Assert.StartsWith("10.5.0.1", there["ip"], StringComparison.Ordinal);

        await far.TakeAddressAsync(Ipv4.Parse(there["ip"]), 24);
        foreach (var url in new[] { $"tftp://{Address}/{there["boot_file"]}", $"http://{Address}/install/boot/{there["boot_file"]}" })
        {
            (await far.RunAsync("curl", "-sS", "--fail", "-o", "/dev/null", url)).Succeeded();
        }

        var well = await served.Daemon.Stack.TryAsync("check", "network");
        Assert.True(well.ExitCode == 0, well.Output + well.Error);
    }

    [Fact]
    public async Task A_renewal_that_comes_in_by_another_card_of_ours_is_answered()
    {
        await using var served = await ServedLan.StartAsync();
        var client = await served.Lan.AddClientAsync();
        var address = BootLan.AddressOf(9);
        await served.Daemon.Stack.RunAsync("add", "host", "backend-5-0");
        await served.Daemon.Stack.RunAsync("add", "host", "interface", "backend-5-0", "interface=eth0", $"mac={client.Mac}", $"ip={address}", "network=private");
        (await served.Lan.RunAsync("ip", "link", "add", "card1", "type", "veth", "peer", "name", "card2", "address", "52:54:00:00:00:02")).Succeeded();
        (await served.Lan.RunAsync("ip", "link", "set", "card1", "master", BootLan.Interface, "up")).Succeeded();
        (await served.Lan.RunAsync("ip", "link", "set", "card2", "up")).Succeeded();
        await client.TakeAddressAsync(address);

        // What ARP flux does to a machine: it knows the frontend's address by the wrong card.
        (await client.RunAsync("ip", "neigh", "replace", $"{BootLan.Address}", "lladdr", "52:54:00:00:00:02", "dev", LanClient.Interface)).Succeeded();

        var renewed = await client.RunAsync("dhcping", "-s", $"{BootLan.Address}", "-h", $"{client.Mac}", "-c", $"{address}", "-t", "5");
        Assert.True(renewed.Output.Contains("Got answer", StringComparison.Ordinal), renewed.Output + renewed.Error);
    }
}
