using BootService.Lab;
using BootService.Lab.Machines;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Installs;

/// <summary>An installed node as its admin meets it: a machine with two cards and a disk whose data outlive an install, and a real sshd in it.</summary>
public sealed class UsableNodeTests
{
    private const string Other = "52:54:00:00:02:00";

    [Theory(Explicit = true)]
    [InlineData(BootService.Lab.Machines.Firmware.Bios)]
    [InlineData(BootService.Lab.Machines.Firmware.Uefi)]
    public async Task It_lets_its_admin_in_has_all_its_cards_and_keeps_its_data_when_it_is_installed_again(BootService.Lab.Machines.Firmware firmware)
    {
        var node = new SeedNode(0, firmware);
        await using var served = await ServedLan.StartAsync();
        var stack = served.Daemon.Stack;
        var shell = await NodeShell.CreateAsync(served);
        await new SeedCluster(served.Daemon, [node, new SeedNode(1, BootService.Lab.Machines.Firmware.Bios)]).DescribeAsync(await Checkout.PalletAsync());
        await stack.RunAsync("add", "network", "public", "address=172.29.55.0", "mask=255.255.255.0", "gateway=172.29.55.1");
        await stack.RunAsync("add", "host", "interface", node.Name, "interface=eth1", $"mac={Other}", "ip=172.29.55.10", "network=public");
        await stack.RunAsync("add", "host", "route", node.Name, "address=10.99.0.0/16", "gateway=172.29.55.7");
        await stack.RunAsync("set", "attr", "attr=ssh.host_keys", "value=keep");
        await stack.RunAsync("set", "attr", "attr=users.alice.keys", $"value={shell.PublicKey}");
        foreach (var row in new[] { "device=smallest mountpoint=/ size=1500 type=ext4", "device=largest mountpoint=/data size=500 type=ext4 options=preserve" })
        {
            await stack.RunAsync(["add", "host", "storage", "partition", node.Name, .. row.Split(' ')]);
        }

        await stack.RunAsync("set", "host", "boot", node.Name, "action=install");
        await using var machine = await VirtualMachine.CreateAsync(
            served.Lan, node.Machine with { OtherCards = [Protocols.Net.MacAddress.Parse(Other)], OtherDiskMiB = 5000 });
        machine.PowerOn();
        var up = await machine.Console.SeeAsync(Limits.Install, "pallet: installed", $"pallet: up {node.Name}");

        var addresses = await shell.RunAsync(node, "ip addr; ip route; echo kept > /data/file; sync");
        Assert.Contains("inet 172.29.55.10/24", addresses, StringComparison.Ordinal);
        Assert.Contains("inet 10.1.255.254/16", addresses, StringComparison.Ordinal);
        Assert.Contains("10.99.0.0/16 via 172.29.55.7", addresses, StringComparison.Ordinal);
        Assert.Equal("alice\n", await shell.RunAsync(node, "whoami", "alice"));
        await using (await shell.StartAgentAsync())
        {
            (await shell.StackAsync("run", "host", node.Name, "reboot")).Succeeded();
            await machine.Console.SeeAsync(Limits.Install, up, $"pallet: up {node.Name}");
        }

        var known = await stack.RunAsync("report", "host", "known_hosts", node.Name);
        Assert.Contains(known.Split(' ')[2].Trim(), await KeysOfAsync(served, node), StringComparison.Ordinal);

        await stack.RunAsync("set", "host", "boot", node.Name, "action=install");
        await machine.ResetAsync();
        await Poll.UntilAsync("the second install", Limits.Install, async () => await stack.ActionOfAsync(node.Name) == "os");
        await Poll.UntilAsync("sshd", Limits.Install, async () => (await shell.TryAsync(node, "cat /data/file")).Output == "kept\n");
        Assert.Contains(known.Split(' ')[2].Trim(), await KeysOfAsync(served, node), StringComparison.Ordinal);

        // The table says something else now: the disk is not the one that it made.
        await stack.RunAsync("remove", "host", "storage", "partition", node.Name, "mountpoint=/data");
        await stack.RunAsync("add", "host", "storage", "partition", node.Name, "device=largest", "mountpoint=/export", "size=500", "type=ext4",
            "options=preserve");
        await shell.RunAsync(node, "sync; poweroff");
        await machine.Exited.WaitAsync(Limits.Install, TestContext.Current.CancellationToken);
        var before = await machine.DigestAsync();
        await stack.RunAsync("set", "host", "boot", node.Name, "action=install");
        machine.PowerOn();
        await Poll.UntilAsync("the refusal", Limits.Install, async () =>
            (await stack.ListAsync("list", "host", "timeline", node.Name)).Any(row =>
                row["outcome"] == "failed" && row["why"].Contains("is to be kept", StringComparison.Ordinal)));
        await machine.PowerOffAsync();
        Assert.Equal(before, await machine.DigestAsync());
    }

    private static async Task<string> KeysOfAsync(ServedLan served, SeedNode node) =>
        (await served.Lan.RunAsync("ssh-keyscan", ["-T", "60", node.Address.ToString()])).Output;
}
