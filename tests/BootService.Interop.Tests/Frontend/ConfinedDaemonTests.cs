using System.Diagnostics;
using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Frontend;

/// <summary>The daemon as its systemd unit runs it: another user, the unit's capabilities, folders and system calls, its log read by journald.</summary>
public sealed class ConfinedDaemonTests
{
    private const string Host = "backend-0-0";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Pallet = $"http://{BootLan.Address}/install/pallets/CentOS/6.6/redhat/x86_64/";

    [Fact]
    public async Task It_serves_arms_and_stops_within_what_the_unit_leaves_it()
    {
        await using var served = await ServedLan.StartConfinedAsync([]);
        var daemon = served.Daemon;
        var status = await File.ReadAllTextAsync($"/proc/{daemon.Id}/status", TestContext.Current.CancellationToken);
        Assert.Contains("Seccomp:\t2\n", status, StringComparison.Ordinal);
        Assert.Contains("NoNewPrivs:\t1\n", status, StringComparison.Ordinal);
        Assert.Contains("CapEff:\t0000000000002400\n", status, StringComparison.Ordinal);
        Assert.Contains("CapBnd:\t0000000000002400\n", status, StringComparison.Ordinal);
        Assert.DoesNotContain("Uid:\t0", status, StringComparison.Ordinal);

        var hidden = Checkout.Root.StartsWith("/root/", StringComparison.Ordinal) ? "/home" : "/root";
        var unseen = await daemon.Stack.TryAsync("add", "pallet", $"{hidden}/CentOS.iso");
        Assert.Equal(1, unseen.ExitCode);
        Assert.StartsWith($"error - the service cannot see {hidden}/CentOS.iso: it is kept out of home folders", unseen.Error, StringComparison.Ordinal);

        await ArmAsync(served);
        foreach (var firmware in new[] { "bios", "uefi-http" })
        {
            Assert.Equal("PASS", (await daemon.Stack.ListAsync("simulate", "boot", Host, $"firmware={firmware}"))[^1]["what"]);
        }

        var client = await served.Lan.AddClientAsync();
        await client.TakeAddressAsync(BootLan.AddressOf(9));
        var fetched = Path.Combine(served.Lan.Scratch, "fetched");
        (await client.RunAsync("curl", "-sSf", "-o", fetched, $"tftp://{BootLan.Address}/pxelinux.0")).Succeeded();
        Assert.NotEqual(0, new FileInfo(fetched).Length);
        (await client.RunAsync("curl", "-sSf", "-o", fetched, Pallet + RandomPallet.Kernel)).Succeeded();
        Assert.Equal(300_000, new FileInfo(fetched).Length);

        // Each line begins with its priority, as journald wants it.
        Assert.All(daemon.Log.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^<[2-7]>", line));
        Assert.Equal((0, true), await daemon.StopAsync(Limits.Stop));
        Assert.Equal(["FDSTORE=1", $"FDNAME=http-{BootLan.Address}-80", "READY=1", "STOPPING=1"], daemon.ToldSystemd);
    }

    [Fact]
    public async Task A_stop_tells_all_who_wait_and_offers_end_first()
    {
        await using var served = await ServedLan.StartConfinedAsync(["--Log:Level=Debug"]);
        var daemon = served.Daemon;
        await RandomPallet.AddAsync(daemon.Stack, served.Lan.Scratch, initrd: 64 << 20);
        var client = await served.Lan.AddClientAsync();
        await client.TakeAddressAsync(BootLan.AddressOf(9));
        await using var fetching = client.Start("fetching", "curl", "-sS", "--limit-rate", "400k", "-o", "/dev/null", Pallet + RandomPallet.Initrd);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var streaming = StreamAsync(daemon.Socket, listening, cancel.Token);
        var watching = daemon.Stack.TryAsync("watch");
        await Poll.UntilAsync("both to be listening", Patience, () => Task.FromResult(daemon.Log.Text.Contains(": watch", StringComparison.Ordinal)));
        await listening.Task.WaitAsync(Patience, cancel.Token);

        Assert.Equal((0, true), await daemon.StopAsync(Limits.Stop));
        Assert.Contains("event: stopping", await streaming, StringComparison.Ordinal);
        var watched = await watching;
        Assert.Equal(1, watched.ExitCode);
        Assert.Contains("error - the service is stopping", watched.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nhandled", daemon.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cut short", daemon.Log.Text, StringComparison.Ordinal);
        Assert.NotEqual(0, await fetching.Exited.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_line_of_the_unit_that_the_lab_cannot_apply_is_no_secret()
    {
        var fault = Assert.Throws<LabException>(() => UnitConfinement.Parse(["[Service]", "User=bootservice", "RestrictFileSystems=ext4", "[Install]"]));
        Assert.Contains("RestrictFileSystems=", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_a_stop_cuts_off_is_undone()
    {
        await using var served = await ServedLan.StartConfinedAsync([]);
        var daemon = served.Daemon;
        var medium = await LargeMediumAsync(served);
        var importing = daemon.Stack.TryAsync("add", "pallet", medium);
        var pallets = Path.Combine(daemon.ExportDirectory, "pallets");
        await Poll.UntilAsync("the import to be under way", Patience, () =>
            Task.FromResult(importing.IsCompleted || Directory.EnumerateFiles(pallets, "initrd.img", SearchOption.AllDirectories).Any()));
        Assert.False(importing.IsCompleted, "the medium was imported before the stop");

        Assert.Equal((0, true), await daemon.StopAsync(Limits.Stop));
        Assert.Contains("error - the service is stopping", (await importing).Error, StringComparison.Ordinal);
        await daemon.StartAsync();
        Assert.Empty(await daemon.Stack.ListAsync("list", "pallet"));
        Assert.Empty(Directory.EnumerateFiles(pallets, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_hang_up_rereads_the_settings_and_says_what_waits_for_a_restart()
    {
        var file = Path.Combine(Path.GetTempPath(), $"bootservice-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, "{}", TestContext.Current.CancellationToken);
        await using var served = await ServedLan.StartAsync([$"--config={file}"]);
        var daemon = served.Daemon;
        try
        {
            await ReloadAsync(
                "{ \"Log\": { \"Level\": \"Debug\" }, \"Http\": { \"MaxConnections\": 7 }, \"Dhcp\": { \"Port\": 1067 } }",
                "Settings reread: Http:MaxConnections is now 7; Log:Level is now Debug; Dhcp:Port has changed and waits for a restart");
            await ReloadAsync("{ \"Dhcp\": { \"Prot\": 67 } }", "Settings not reread, those from before stay: key \"Dhcp:Prot\" is not known");
            await ReloadAsync("{}", "Settings reread: Http:MaxConnections is now 16384; Log:Level is now Information");
            await ReloadAsync("{}", "Settings reread: nothing has changed");
            await daemon.Stack.RunAsync("list", "host");
        }
        finally
        {
            File.Delete(file);
        }

        async Task ReloadAsync(string settings, string expected)
        {
            await File.WriteAllTextAsync(file, settings, TestContext.Current.CancellationToken);
            var from = daemon.Log.Length;
            daemon.Reload();
            await daemon.Log.SeeAsync(Patience, from, expected);
        }
    }

    private static async Task<string> StreamAsync(string socket, TaskCompletionSource listening, CancellationToken cancel)
    {
        using var process = Process.Start(
            new ProcessStartInfo("curl", ["-sN", "--unix-socket", socket, "http://frontend/v1/events"])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
        var text = string.Empty;
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            text += line + "\n";
            listening.TrySetResult();
        }

        await process.WaitForExitAsync(cancel);
        return text;
    }

    private static async Task ArmAsync(ServedLan served)
    {
        var stack = served.Daemon.Stack;
        await RandomPallet.AddAsync(stack, served.Lan.Scratch);
        await stack.RunAsync("add", "host", Host);
        await stack.RunAsync("add", "host", "interface", Host, "interface=eth0", $"mac={BootLan.MacOf(0)}", $"ip={BootLan.AddressOf(0)}", "network=private");
        await stack.RunAsync("set", "host", "boot", Host, "action=install");
    }

    /// <summary>A medium so large that nothing copies it before it is told to stop; it takes no room itself.</summary>
    private static async Task<string> LargeMediumAsync(ServedLan served)
    {
        var medium = Path.Combine(served.Lan.Scratch, "medium");
        Directory.CreateDirectory(Path.Combine(medium, "images", "pxeboot"));
        Directory.CreateDirectory(Path.Combine(medium, "repodata"));
        await File.WriteAllTextAsync(Path.Combine(medium, "repodata", "repomd.xml"), "<repomd/>");
        await File.WriteAllTextAsync(Path.Combine(medium, ".treeinfo"), $"""
            [general]
            family = CentOS
            version = 6.6
            arch = x86_64
            [images-x86_64]
            kernel = {RandomPallet.Kernel}
            initrd = {RandomPallet.Initrd}
            [checksums]
            {RandomPallet.Initrd} = sha256:{new string('0', 64)}

            """);
        await File.WriteAllBytesAsync(Path.Combine(medium, RandomPallet.Kernel), new byte[1000]);
        await using (var large = File.Create(Path.Combine(medium, RandomPallet.Initrd)))
        {
            large.SetLength(4L << 30);
        }

        return medium;
    }
}
