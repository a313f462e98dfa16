using BootService.Interop.Tests.Clients;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Interop.Tests.Frontend;

/// <summary>The boot interface changes under the running daemon.</summary>
public sealed class ChangedInterfaceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_bridge_that_is_made_anew_is_served_anew_and_nothing_is_said_to_be_fine_meanwhile()
    {
        await using var served = await ServedLan.StartAsync();
        var client = await served.Lan.AddClientAsync();
        await OpenPoolAsync(served);
        await ReadyAsync(served, true);

        await LinkAsync(served, "del", BootLan.Interface);
        await ReadyAsync(served, false);
        Assert.Contains(BootLan.Interface + " is gone", await HealthAsync(served), StringComparison.Ordinal);
        Assert.Contains("is gone", (await served.Daemon.Stack.TryAsync("check", "network")).Output, StringComparison.Ordinal);

        await served.Lan.AddBridgeAsync(BootLan.Interface, BootLan.Address, BootLan.Network.Prefix);
        await RejoinAsync(served);
        await ReadyAsync(served, true);
        var lease = await DhcpAsking.UdhcpcAsync(client, served.Lan.Scratch);
        Assert.Equal($"{BootLan.Address}", lease["serverid"]);
    }

    [Fact]
    public async Task An_address_that_changes_is_followed_by_every_server()
    {
        var other = Ipv4.Parse("10.1.1.2");
        await using var served = await ServedLan.StartAsync();
        var client = await served.Lan.AddClientAsync();
        await OpenPoolAsync(served);
        foreach (var step in new[] { $"addr flush dev {BootLan.Interface}", $"addr add {other}/{BootLan.Network.Prefix} brd + dev {BootLan.Interface}" })
        {
            (await served.Lan.RunAsync("ip", step.Split(' '))).Succeeded();
        }

        await Poll.UntilAsync("the new address to be told", Patience, () => Task.FromResult(served.Daemon.Log.Text.Contains($"has address {other} now",
            StringComparison.Ordinal)));
        await ReadyAsync(served, true);
        var lease = await DhcpAsking.UdhcpcAsync(client, served.Lan.Scratch, "-V", "PXEClient:Arch:00000:UNDI:002001", "-x", "0x5d:0000");
        Assert.Equal(($"{other}", $"{other}"), (lease["serverid"], lease["siaddr"]));
        await client.TakeAddressAsync(Ipv4.Parse(lease["ip"]));
        foreach (var url in new[] { $"tftp://{other}/{lease["boot_file"]}", $"http://{other}/install/boot/{lease["boot_file"]}" })
        {
            (await client.RunAsync("curl", "-sS", "--fail", "-o", "/dev/null", url)).Succeeded();
        }
    }

    [Fact]
    public async Task A_prefix_that_changes_under_its_address_is_told()
    {
        await using var served = await ServedLan.StartAsync();
        foreach (var step in new[] { "add", "del" })
        {
            var prefix = step == "add" ? BootLan.Network.Prefix + 4 : BootLan.Network.Prefix;
            (await served.Lan.RunAsync("ip", "addr", step, $"{BootLan.Address}/{prefix}", "dev", BootLan.Interface)).Succeeded();
        }

        await served.Daemon.Log.SeeAsync(Patience, $"is in {BootLan.Network.Address}/{BootLan.Network.Prefix + 4} now and not in {BootLan.Network}");
    }

    private static Task<string> OpenPoolAsync(ServedLan served) =>
        served.Daemon.Stack.RunAsync("set", "network", "private", "first=10.1.9.0", "last=10.1.9.99");

    private static async Task<string> HealthAsync(ServedLan served) =>
        (await served.Lan.RunAsync("curl", "-sS", "--unix-socket", served.Daemon.Socket, "http://bootservice/health/ready")).Output;

    private static Task ReadyAsync(ServedLan served, bool ready) =>
        Poll.UntilAsync(ready ? "the daemon to be ready" : "the daemon to say that it is not ready", Patience, async () =>
            await HealthAsync(served) == "ready\n" == ready);

    private static async Task LinkAsync(ServedLan served, params string[] words) => (await served.Lan.RunAsync("ip", ["link", .. words])).Succeeded();

    /// <summary>Puts the ports that lost their bridge on the new one.</summary>
    private static async Task RejoinAsync(ServedLan served)
    {
        var ports = (await served.Lan.RunAsync("ls", "/sys/class/net")).Succeeded().Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        foreach (var port in ports.Where(name => name.StartsWith("port", StringComparison.Ordinal)))
        {
            await LinkAsync(served, "set", port, "master", BootLan.Interface, "up");
        }
    }
}
