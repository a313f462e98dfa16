using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Rehearsals;

/// <summary><c>stack simulate boot</c> against a running daemon, with a pallet of random octets: it boots everything but the kernel.</summary>
public sealed class RehearsalTests : IAsyncLifetime
{
    private const string Host = "backend-0-0";
    private ServedLan? _served;

    private ServedLan Served => _served!;

    private string PalletFolder => RandomPallet.FolderOf(Served.Daemon);

    public async ValueTask InitializeAsync()
    {
        _served = await ServedLan.StartAsync();
        var stack = Served.Daemon.Stack;
        await RandomPallet.AddAsync(stack, Served.Lan.Scratch);
        await stack.RunAsync("add", "host", Host);
        await stack.RunAsync("add", "host", "interface", Host, "interface=eth0", $"mac={BootLan.MacOf(0)}", $"ip={BootLan.AddressOf(0)}", "network=private");
    }

    public async ValueTask DisposeAsync()
    {
        if (_served is not null)
        {
            await _served.DisposeAsync();
        }
    }

    [Fact]
    public async Task Every_firmware_boots_an_armed_host_and_the_host_is_as_it_was()
    {
        await Served.Daemon.Stack.RunAsync("set", "host", "boot", Host, "action=install");

        // That it was armed is an event too, and is kept a tenth of a second later.
        await Poll.UntilAsync(
            "the event of the arming", TimeSpan.FromMinutes(1), async () => (await Served.Daemon.Stack.ListAsync("list", "host", "event", Host)).Count == 1);
        var before = await StateAsync();
        foreach (var firmware in new[] { "bios", "uefi", "uefi-http", "ipxe", "ipxe-uefi", "virtualbox" })
        {
            var steps = await Served.Daemon.Stack.ListAsync("simulate", "boot", Host, $"firmware={firmware}");
            Assert.Equal("PASS", steps[^1]["what"]);
            Assert.Contains(steps, step => step["stage"] == "kickstart" && step["verdict"] == "ok");
            Assert.Equal(2, steps.Count(step => step["why"] == "its checksum is the pallet's"));
        }

        await Served.Daemon.Stack.RunAsync("set", "host", "attr", Host, "attr=loader", "value=shim");
        Assert.Equal("PASS", (await Served.Daemon.Stack.ListAsync("simulate", "boot", Host, "firmware=uefi"))[^1]["what"]);
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task A_host_that_is_not_armed_passes_by_going_to_its_disk()
    {
        foreach (var firmware in new[] { "bios", "uefi", "uefi-http" })
        {
            var steps = await Served.Daemon.Stack.ListAsync("simulate", "boot", Host, $"firmware={firmware}");
            Assert.Equal("PASS", steps[^1]["what"]);
            Assert.Contains("own disk", steps[^1]["why"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_initrd_that_was_cut_short_is_found_before_any_boot()
    {
        await Served.Daemon.Stack.RunAsync("set", "host", "boot", Host, "action=install");
        using (var initrd = File.OpenWrite(Path.Combine(PalletFolder, "images", "pxeboot", "initrd.img")))
        {
            initrd.SetLength(1_000_000);
        }

        var result = await Served.Daemon.Stack.TryAsync("simulate", "boot", Host);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("initrd.img: its checksum", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_that_is_gone_is_the_failing_step()
    {
        await Served.Daemon.Stack.RunAsync("set", "host", "boot", Host, "action=install");
        File.Delete(Path.Combine(PalletFolder, "images", "pxeboot", "vmlinuz"));
        var result = await Served.Daemon.Stack.TryAsync("simulate", "boot", Host, "firmware=ipxe");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("http vmlinuz: HTTP 404", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_does_not_render_fails_although_the_frozen_kickstart_is_there()
    {
        await Served.Daemon.Stack.RunAsync("set", "host", "boot", Host, "action=install");
        await Served.Daemon.WriteProfileAsync("extend-base.xml", "<?xml version=\"1.0\"?>\n<profile><post>&nosuch;</post></profile>\n");
        var result = await Served.Daemon.Stack.TryAsync("simulate", "boot", Host);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("nosuch", result.Error, StringComparison.Ordinal);
    }

    // Whatever a real boot would have left behind: the attempt, the action, the events.
    private async Task<string> StateAsync() =>
        await Served.Daemon.Stack.RunAsync("list", "host", "status", Host, "output-format=json")
        + await Served.Daemon.Stack.RunAsync("list", "host", "boot", Host, "output-format=json")
        + await Served.Daemon.Stack.RunAsync("list", "host", "event", "output-format=json");
}
