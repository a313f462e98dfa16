using BootService.Lab.Lan;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Interop.Tests.Clients;

/// <summary>Real clients on a network that only a real relay connects: ISC dhcrelay with option 82, the clients' own renewals going past it.</summary>
public sealed class RelayTests : IAsyncLifetime
{
    private ServedLan? _served;
    private RelayedLan? _far;

    public async ValueTask InitializeAsync()
    {
        _served = await ServedLan.StartAsync();
        await _served.Daemon.Stack.RunAsync(
            "add", "network", "far", $"address={RelayedLan.Network}", $"gateway={RelayedLan.Gateway}", "pxe=true", "first=10.3.0.100", "last=10.3.0.150");
        _far = await RelayedLan.CreateAsync(_served.Lan);
    }

    public async ValueTask DisposeAsync()
    {
        await (_far?.DisposeAsync() ?? default);
        await (_served?.DisposeAsync() ?? default);
    }

    [Fact]
    public async Task Every_client_gets_its_network_s_address_and_options_through_the_relay()
    {
        var known = await _far!.AddClientAsync();
        await _served!.Daemon.Stack.RunAsync("add", "host", "backend-3-0");
        await _served.Daemon.Stack.RunAsync("add", "host", "interface", "backend-3-0", "interface=eth0", $"mac={known.Mac}", "ip=10.3.0.9", "network=far");
        await _far.StartRelayAsync();

        var given = await DhcpAsking.UdhcpcAsync(known, _served.Lan.Scratch, "-V", "PXEClient:Arch:00007:UNDI:003016", "-x", "0x5d:0007");
        Assert.Equal(
            ("10.3.0.9", "255.255.255.0", $"{RelayedLan.Gateway}", "own-disk", $"{BootLan.Address}"),
            (given["ip"], given["subnet"], given["router"], given["boot_file"], given["siaddr"]));

        Assert.Equal("10.3.0.9", await DhcpAsking.DhclientAsync(known, _served.Lan.Scratch));
        Assert.Equal("10.3.0.9", await DhcpAsking.DhcpcdAsync(known, _served.Lan.Scratch));

        var guest = await _far.AddClientAsync();
        var pooled = (await DhcpAsking.UdhcpcAsync(guest, _served.Lan.Scratch))["ip"];
        Assert.InRange(Ipv4.Parse(pooled).Value, Ipv4.Parse("10.3.0.100").Value, Ipv4.Parse("10.3.0.150").Value);
        Assert.Equal(pooled, await DhcpAsking.NetworkdAsync(guest, _served.Lan.Scratch));
    }

    // Meanwhile the daemon sees the route to the far network, which the frontend has had for seconds only: what it has open stays open.
    [Fact]
    public async Task Perfdhcp_loses_nothing_over_fresh_and_repeated_machines()
    {
        var client = await _served!.Lan.AddClientAsync();
        await client.TakeAddressAsync(BootLan.AddressOf(3));
        await _served.Daemon.Stack.RunAsync("set", "network", "private", "first=10.1.100.0", "last=10.1.103.255");

        // -R machines, -r exchanges a second, -n in all; it speaks as a relay from the address it is bound to.
        var answer = await client.RunAsync(
            "perfdhcp", "-4", "-l", $"{BootLan.AddressOf(3)}", "-R", "200", "-r", "200", "-n", "400", "-W", "2000000", $"{BootLan.Address}");

        var drops = answer.Output.Split('\n').Where(line => line.StartsWith("drops:", StringComparison.Ordinal)).ToList();
        Assert.True(drops.Count == 2 && drops.TrueForAll(line => line.Trim() == "drops: 0"), answer.Output + answer.Error);
    }
}
