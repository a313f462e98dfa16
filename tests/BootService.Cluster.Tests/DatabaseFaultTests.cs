using System.Security.Cryptography;
using BootService.Lab;
using BootService.Lab.Databases;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Cluster.Tests;

/// <summary>A database that is there and not well: full, or far away.</summary>
public sealed class DatabaseFaultTests(DatabaseServer database) : IAsyncLifetime
{
    private BootLan _lan = null!;
    private DaemonProcess _daemon = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StackCommand Stack => _daemon.Stack;

    public async ValueTask InitializeAsync()
    {
        Requirements.Demand();
        _lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "cluster", nameof(DatabaseFaultTests)));
        _daemon = new DaemonProcess(_lan);
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _lan.DisposeAsync();
    }

    [Fact]
    public async Task A_full_disk_of_the_server_costs_changes_and_says_so_until_there_is_room()
    {
        await using var server = await PostgresServer.StartAsync();
        var disk = Directory.CreateDirectory(Path.Combine(_lan.Scratch, "disk")).FullName;
        (await Tool.RunAsync("mount", ["-t", "tmpfs", "-o", "size=16m,mode=0777", "none", disk])).Succeeded();
        var isUp = false;
        try
        {
            (await Tool.RunAsync("chown", ["nobody", disk])).Succeeded();
            (await Tool.RunAsync("chmod", ["0755", _lan.Scratch])).Succeeded();
            await server.AskAsync($"CREATE TABLESPACE small LOCATION '{disk}'");
            var name = await server.NewDatabaseAsync(options: "ENCODING UTF8 TABLESPACE small");
            await _daemon.StartAsync(DatabaseServer.Settings(server, name));
            isUp = true;
            await Stack.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");

            var refused = await FillAsync();

            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("no space left on the server's disk, so make room there; nothing was changed", refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
            Assert.Contains("backend-0-0", await Stack.RunAsync("list", "host"), StringComparison.Ordinal);
            (await Tool.RunAsync("mount", ["-o", "remount,size=64m", disk])).Succeeded();
            await Stack.RunAsync("set", "attr", "attr=site.after", "value=1");
        }
        finally
        {
            if (isUp)
            {
                await _daemon.StopAsync(TimeSpan.FromSeconds(10));
            }

            await server.StopAsync();
            await Tool.RunAsync("umount", [disk]);
        }
    }

    [Fact]
    public async Task A_database_that_is_a_tenth_of_a_second_away_keeps_nobody_from_booting()
    {
        await using var line = new CutLine(database.Server.Socket) { Delay = TimeSpan.FromMilliseconds(50) };
        var name = await database.Server.NewDatabaseAsync();
        await _daemon.StartAsync(
        [
            .. DatabaseServer.Settings(database.Server, name, line),
            "--Frontend:Name=fe1",
        ]);
        await RandomPallet.AddAsync(Stack, _lan.Scratch);
        var node = await _lan.AddClientAsync();
        await Stack.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
        await Stack.RunAsync("add", "host", "interface", "backend-0-0", "interface=eth0", $"mac={node.Mac}", $"ip={BootLan.AddressOf(0)}", "network=private");
        await Stack.RunAsync("set", "host", "boot", "backend-0-0", "action=install");

        (await node.RunAsync("udhcpc", "-i", LanClient.Interface, "-n", "-q", "-f", "-t", "3", "-T", "3", "-s", "/bin/true")).Succeeded();
        await node.TakeAddressAsync(BootLan.AddressOf(0));
        var secret = await database.Server.AskAsync("SELECT secret FROM attempts", name);
        Assert.Equal("200", await node.FetchAsync($"ks/{secret}"));
        Assert.Equal("200", await node.FetchAsync($"done/{secret}"));
        Assert.Equal("os", await Stack.ActionOfAsync("backend-0-0"));
        Assert.Contains("what is known here is the newest", (await Stack.TryAsync("check", "cluster")).Output, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Error)> FillAsync()
    {
        for (var round = 0; round < 100; round++)
        {
            var file = Path.Combine(_lan.Scratch, "attributes.csv");
            var names = Enumerable.Range(0, 100).Select(number => $"site.r{round}n{number}");
            var values = Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(RandomNumberGenerator.GetBytes(1000)));
            await File.WriteAllTextAsync(file, $"target,{string.Join(',', names)}\nbackend-0-0,{string.Join(',', values)}\n", Cancel);
            var said = await Stack.TryAsync("load", "attrfile", $"file={file}");
            if (said.ExitCode != 0)
            {
                return (said.ExitCode, said.Error);
            }
        }

        return (0, "the disk has room for everything");
    }
}
