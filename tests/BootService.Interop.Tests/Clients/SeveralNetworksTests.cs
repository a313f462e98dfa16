using BootService.Lab.Lan;
using BootService.Lab.Seed;
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
    public async Task A_host_behind_a_relay_of_the_second_network_is_led_back_to_the_second_interface()
    {
        await using var served = await ServedLan.StartAsync();
        await served.Daemon.StopAsync(Limits.Stop);
        await served.Lan.AddBridgeAsync(Second, Address, 24);
        await using var far = await RelayedLan.CreateAsync(served.Lan, Second, Address, 24, Ipv4.Parse("10.5.0.2"));
        var node = await far.AddClientAsync();
        await far.StartRelayAsync();
        await served.Daemon.StartAsync($"--Interface={BootLan.Interface},{Second}");
        var stack = served.Daemon.Stack;
        await stack.RunAsync("add", "network", "second", "address=10.5.0.0/24", "pxe=true");
        await stack.RunAsync("add", "network", "far", $"address={RelayedLan.Network}", $"gateway={RelayedLan.Gateway}", "pxe=true");
        await RandomPallet.AddAsync(stack, served.Lan.Scratch);
        await stack.RunAsync("add", "host", "backend-3-0");
        await stack.RunAsync("add", "host", "interface", "backend-3-0", "interface=eth0", $"mac={node.Mac}", "ip=10.3.0.9", "network=far");
        await stack.RunAsync("set", "host", "boot", "backend-3-0", "action=install");

        var given = await DhcpAsking.UdhcpcAsync(node, served.Lan.Scratch, "-V", "PXEClient:Arch:00000:UNDI:002001", "-x", "0x5d:0000");
        Assert.Equal(("10.3.0.9", $"{Address}"), (given["ip"], given["siaddr"]));

        await node.TakeAddressAsync(Ipv4.Parse("10.3.0.9"), 24);
        (await node.RunAsync("ip", "route", "add", "default", "via", $"{RelayedLan.Gateway}")).Succeeded();
        var config = (await node.RunAsync("curl", "-sS", "--fail", $"tftp://{Address}/pxelinux.cfg/01-{node.Mac.ToString("-")}")).Succeeded().Output;
        var kickstart = config.Split(' ', '\n').Single(word => word.Contains("ks=", StringComparison.Ordinal)).Split('=')[1];
        Assert.StartsWith($"http://{Address}/install/ks/", kickstart, StringComparison.Ordinal);
        var text = (await node.RunAsync("curl", "-sS", "--fail", kickstart)).Succeeded().Output;
        Assert.Contains($"http://{Address}/install/pallets/", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"http://{BootLan.Address}/", text, StringComparison.Ordinal);
        Assert.Contains(
            await stack.ListAsync("list", "host", "attr", "backend-3-0"), row => row["attr"] == "Kickstart_PrivateAddress" && row["value"] == $"{Address}");
    }

    [Fact]
    public async Task An_unknown_machine_becomes_a_host_of_the_network_it_is_on()
    {
        await using var served = await ServedLan.StartAsync();
        await served.Daemon.StopAsync(Limits.Stop);
        await served.Lan.AddBridgeAsync(Second, Address, 24);
        var there = await served.Lan.AddClientAsync(Second);
        await served.Daemon.StartAsync($"--Interface={BootLan.Interface},{Second}");
        await served.Daemon.Stack.RunAsync("add", "network", "second", "address=10.5.0.0/24", "pxe=true");
        await served.Daemon.Stack.RunAsync("enable", "discovery", "appliance=backend", "rack=0");

        // Without a pool the first question is not answered; by one of the next the machine is known.
        var given = await DhcpAsking.UdhcpcAsync(there, served.Lan.Scratch, "-V", "PXEClient:Arch:00000:UNDI:002001", "-x", "0x5d:0000");
        Assert.Equal(("10.5.0.254", $"{Address}"), (given["ip"], given["siaddr"]));
        var row = Assert.Single(await served.Daemon.Stack.ListAsync("list", "host", "interface", "backend-0-0"));
        Assert.Equal(("10.5.0.254", "second"), (row["ip"], row["network"]));
    }

    [Fact]
    public async Task A_renewal_that_comes_in_by_another_card_of_ours_is_answered()
    {
        await using var served = await ServedLan.StartAsync();
        var client = await served.Lan.AddClientAsync();
        var address = BootLan.AddressOf(9);
        await served.Daemon.Stack.RunAsync("add", "host", "backend-5-0");
        await served.Daemon.Stack.RunAsync(
            "add", "host", "interface", "backend-5-0", "interface=eth0", $"mac={client.Mac}", $"ip={address}", "network=private");
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
