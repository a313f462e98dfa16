using System.Security.Cryptography;
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

    private static readonly SeedNode Node = OneNode.Node;

    [Fact(Explicit = true)]
    public async Task It_lets_its_admin_in_has_all_its_cards_and_keeps_its_data_when_it_is_installed_again()
    {
        await using var served = await ServedLan.StartAsync();
        var stack = served.Daemon.Stack;
        var key = Path.Combine(served.Lan.Scratch, "root-key");
        (await Tool.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key])).Succeeded();
        File.Copy(key + ".pub", served.Daemon.PublicKey);
        await new SeedCluster(served.Daemon, [Node, new SeedNode(1, BootService.Lab.Machines.Firmware.Bios)]).DescribeAsync(await Checkout.PalletAsync());
        await stack.RunAsync("add", "network", "public", "address=172.29.55.0", "mask=255.255.255.0", "gateway=172.29.55.1");
        await stack.RunAsync("add", "host", "interface", Node.Name, "interface=eth1", $"mac={Other}", "ip=172.29.55.10", "network=public");
        await stack.RunAsync("add", "host", "route", Node.Name, "address=10.99.0.0/16", "gateway=172.29.55.7");
        await stack.RunAsync("set", "attr", "attr=ssh.host_keys", "value=keep");
        await stack.RunAsync("set", "attr", "attr=users.alice.keys",
            $"value={await File.ReadAllTextAsync(key + ".pub", TestContext.Current.CancellationToken)}");
        foreach (var row in new[] { "mountpoint=/ size=1500 type=ext4", "mountpoint=/data size=500 type=ext4 options=preserve" })
        {
            await stack.RunAsync(["add", "host", "storage", "partition", Node.Name, "device=smallest", .. row.Split(' ')]);
        }

        await stack.RunAsync("set", "host", "boot", Node.Name, "action=install");
        await using var machine = await VirtualMachine.CreateAsync(served.Lan, Node.Machine with { OtherCard = Protocols.Net.MacAddress.Parse(Other) });
        machine.PowerOn();
        await machine.Console.SeeAsync(Limits.Install, "pallet: installed", $"pallet: up {Node.Name}");

        var addresses = await OnNodeAsync(served, key, "root", "ip addr; echo kept > /data/file; sync");
        Assert.Contains("inet 172.29.55.10/24", addresses, StringComparison.Ordinal);
        Assert.Contains("inet 10.1.255.254/16", addresses, StringComparison.Ordinal);
        Assert.Equal("alice\n", await OnNodeAsync(served, key, "alice", "whoami"));
        var known = await stack.RunAsync("report", "host", "known_hosts", Node.Name);
        Assert.Contains(known.Split(' ')[2].Trim(), await KeysOfAsync(served), StringComparison.Ordinal);

        await stack.RunAsync("set", "host", "boot", Node.Name, "action=install");
        await machine.ResetAsync();
        await Poll.UntilAsync("the second install", Limits.Install, async () => await stack.ActionOfAsync(Node.Name) == "os");
        await Poll.UntilAsync("sshd", Limits.Install, async () => (await TryOnNodeAsync(served, key, "root", "cat /data/file")).Output == "kept\n");
        Assert.Contains(known.Split(' ')[2].Trim(), await KeysOfAsync(served), StringComparison.Ordinal);

        // The table says something else now: the disk is not the one that it made.
        await stack.RunAsync("remove", "host", "storage", "partition", Node.Name, "mountpoint=/data");
        await stack.RunAsync("add", "host", "storage", "partition", Node.Name, "device=smallest", "mountpoint=/export", "size=500", "type=ext4",
            "options=preserve");
        await OnNodeAsync(served, key, "root", "sync; poweroff");
        await machine.Exited.WaitAsync(Limits.Install, TestContext.Current.CancellationToken);
        var before = await DigestAsync(served);
        await stack.RunAsync("set", "host", "boot", Node.Name, "action=install");
        machine.PowerOn();
        await Poll.UntilAsync("the refusal", Limits.Install, async () =>
            (await stack.ListAsync("list", "host", "timeline", Node.Name)).Any(row =>
                row["outcome"] == "failed" && row["why"].Contains("is to be kept", StringComparison.Ordinal)));
        await machine.PowerOffAsync();
        Assert.Equal(before, await DigestAsync(served));
    }

    private static async Task<string> OnNodeAsync(ServedLan served, string key, string user, string command) =>
        (await TryOnNodeAsync(served, key, user, command)).Succeeded().Output;

    private static Task<ToolResult> TryOnNodeAsync(ServedLan served, string key, string user, string command) => served.Lan.RunAsync(
        "ssh",
        ["-i", key, "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
            $"{user}@{Node.Address}", command]);

    private static async Task<string> KeysOfAsync(ServedLan served) => (await served.Lan.RunAsync("ssh-keyscan", [Node.Address.ToString()])).Output;

    private static async Task<string> DigestAsync(ServedLan served)
    {
        await using var disk = File.OpenRead(Path.Combine(served.Lan.Scratch, $"{Node.Name}.disk"));
        return Convert.ToHexString(await SHA256.HashDataAsync(disk, TestContext.Current.CancellationToken));
    }
}
