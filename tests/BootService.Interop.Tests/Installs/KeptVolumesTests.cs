using BootService.Lab;
using BootService.Lab.Machines;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Installs;

/// <summary>A machine with two disks, whose array and one of whose logical volumes outlive an install, and a site's program for its controllers.</summary>
public sealed class KeptVolumesTests
{
    private const string Program = "carts/raid/RPMS/configure";

    private static readonly SeedNode Node = OneNode.Node;

    private static readonly string[] Table =
    [
        "device=first mountpoint=/ size=1500 type=ext4",
        "device=first mountpoint=pv.01 size=600",
        "device=pv.01 mountpoint=vg-0 size=0 type=volgroup",
        "device=vg-0 mountpoint=/data size=300 type=ext4 options=preserve",
        "device=vg-0 mountpoint=/scratch size=200 type=ext4",
        "device=first mountpoint=raid.01 size=200",
        "device=largest mountpoint=raid.02 size=200",
    ];

    [Fact(Explicit = true)]
    public async Task Arrays_and_volumes_are_kept_and_what_the_table_did_not_make_is_not_touched()
    {
        await using var served = await ServedLan.StartAsync();
        var (stack, shell) = (served.Daemon.Stack, await NodeShell.CreateAsync(served));
        await new SeedCluster(served.Daemon, [Node, new SeedNode(1, BootService.Lab.Machines.Firmware.Bios)]).DescribeAsync(await Checkout.PalletAsync());
        foreach (var row in Table)
        {
            await stack.RunAsync(["add", "host", "storage", "partition", Node.Name, .. row.Split(' ')]);
        }

        await stack.RunAsync("add", "host", "storage", "partition", Node.Name, "device=raid.01 raid.02", "mountpoint=/mirror", "size=0", "type=ext4",
            "options=preserve --level=1 --device=md0");
        await AddProgramAsync(served, "grep -q '^,,1,1,1,$' \"$1\" && echo configured");

        await stack.RunAsync("set", "host", "boot", Node.Name, "action=install", "nukecontroller=true");
        await using var machine = await VirtualMachine.CreateAsync(served.Lan, Node.Machine with { OtherDiskMiB = 5000 });
        machine.PowerOn();
        await machine.Console.SeeAsync(Limits.Install, "pallet: installed", $"pallet: up {Node.Name}");
        var events = await stack.ListAsync("list", "host", "event", Node.Name, "most=1000");
        Assert.Contains(events, row => row.Values.Any(text => text.Contains($"controllers are configured by {Program}", StringComparison.Ordinal)));
        Assert.Equal("false", (await stack.ListAsync("list", "host", "attr", Node.Name, "attr=nukecontroller"))[0]["value"]);
        Assert.Contains("raid1", await shell.RunAsync(Node, "cat /proc/mdstat"), StringComparison.Ordinal);
        await shell.RunAsync(Node, "for place in data scratch mirror; do echo \"$place\" > /$place/file; done; sync");

        await stack.RunAsync("set", "host", "boot", Node.Name, "action=install");
        await machine.ResetAsync();
        await Poll.UntilAsync("the second install", Limits.Install, async () => await stack.ActionOfAsync(Node.Name) == "os");
        await Poll.UntilAsync("sshd", Limits.Install, async () => (await shell.TryAsync(Node, "cat /data/file /mirror/file")).Output == "data\nmirror\n");
        Assert.NotEqual(0, (await shell.TryAsync(Node, "test -e /scratch/file")).ExitCode);

        // Another file system than the volume has.
        await shell.RunAsync(Node, "sync; poweroff");
        await machine.Exited.WaitAsync(Limits.Install, TestContext.Current.CancellationToken);
        var before = await machine.DigestAsync();
        await stack.RunAsync("remove", "host", "storage", "partition", Node.Name, "mountpoint=/data");
        await stack.RunAsync("add", "host", "storage", "partition", Node.Name, "device=vg-0", "mountpoint=/data", "size=300", "type=ext3", "options=preserve");
        await RefusedAsync(served, machine, "/data has file system ext4, and the table says ext3");

        // A program that fails.
        await AddProgramAsync(served, "echo controller 0 does not answer; exit 3");
        await stack.RunAsync("set", "host", "attr", Node.Name, "attr=nukecontroller", "value=true");
        await RefusedAsync(served, machine, $"{Program} ended with 3: controller 0 does not answer");
        Assert.Equal(before, await machine.DigestAsync());
    }

    private static async Task AddProgramAsync(ServedLan served, string script)
    {
        var stack = served.Daemon.Stack;
        if (!Directory.Exists(Path.Combine(served.Daemon.ExportDirectory, "carts", "raid")))
        {
            await stack.RunAsync("add", "cart", "raid");
            await stack.RunAsync("set", "attr", "attr=storage.program", $"value={Program}");
            await stack.RunAsync("add", "appliance", "storage", "controller", "backend", "arrayid=1", "raidlevel=1", "slot=0,1");
        }

        await File.WriteAllTextAsync(Path.Combine(served.Daemon.ExportDirectory, Program), $"#!/bin/sh\n{script}\n", TestContext.Current.CancellationToken);
    }

    private static async Task RefusedAsync(ServedLan served, VirtualMachine machine, string why)
    {
        await served.Daemon.Stack.RunAsync("set", "host", "boot", Node.Name, "action=install");
        machine.PowerOn();
        await Poll.UntilAsync("the refusal", Limits.Install, async () => (await TimelineAsync(served)).Any(row =>
            row["outcome"] == "failed" && row["why"].Contains(why, StringComparison.Ordinal)));
        await machine.PowerOffAsync();
    }

    private static Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> TimelineAsync(ServedLan served) =>
        served.Daemon.Stack.ListAsync("list", "host", "timeline", Node.Name);
}
