using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Machines;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using BootService.Protocols.Net;

namespace BootService.Demo;

/// <summary>The node with more than the page gives it: two disks, two cards, a user, a password, and data that outlive an install.</summary>
/// <param name="lan">The boot network.</param>
/// <param name="daemon">The frontend.</param>
/// <param name="board">Where it is told.</param>
/// <param name="node">Which it is.</param>
internal sealed class RichNode(BootLan lan, DaemonProcess daemon, Board board, SeedNode node)
{
    private const string Password = "correct horse battery";

    private static readonly MacAddress OtherCard = MacAddress.Parse("52:54:00:00:02:01");

    private static readonly string[] Options =
        ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "ConnectTimeout=30"];

    /// <summary>Its machine.</summary>
    public MachineSettings Machine => node.Machine with { OtherCards = [OtherCard], OtherDiskMiB = 5120 };

    /// <summary>Says to the frontend what is more about it than about the others.</summary>
    public async Task DescribeAsync()
    {
        board.Say($"\n{node.Name} has two disks and two cards, and somebody called alice works there:");
        await TypeAsync("add network storage address=172.29.55.0 mask=255.255.255.0");
        await TypeAsync($"add host interface {node.Name} interface=eth1 mac={OtherCard} ip=172.29.55.10 network=storage");
        await TypeAsync($"add host storage partition {node.Name} device=first mountpoint=/ size=0 type=ext4");
        await TypeAsync($"add host storage partition {node.Name} device=largest mountpoint=/data size=0 type=ext4 options=preserve");
        board.Typed("stack set host attr " + node.Name + " attr=users.alice.keys value=\"$(cat /etc/bootservice/frontend.pub)\"");
        await daemon.Stack.RunAsync("set", "host", "attr", node.Name, "attr=users.alice.keys", $"value={await File.ReadAllTextAsync(daemon.PublicKey)}");
        board.Typed($"stack set password {node.Name}");
        (await Tool.RunAsync(Checkout.Program("stack"), ["--socket", daemon.Socket, "set", "password", node.Name], $"{Password}\n{Password}\n")).Succeeded();
        board.Say("");
    }

    /// <summary>Shows that what was said is what there is, and leaves a file in /data.</summary>
    /// <exception cref="LabException">It is not.</exception>
    public async Task ShowAsync()
    {
        board.Say($"\n{node.Name} as its admin meets it:");
        await RunAsync("ip -o -4 addr", "172.29.55.10/24", $"{node.Address}/16");
        await RunAsync("df -h / /data", "/data");
        await LogInAsync("alice", "by her key", ["-o", "BatchMode=yes"]);
        var ask = Path.Combine(lan.Scratch, "ask");
        await File.WriteAllTextAsync(ask, $"#!/bin/sh\necho '{Password}'\n");
        File.SetUnixFileMode(ask, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await LogInAsync("root", "by the password", ["-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1"], ask);
        await RunAsync("echo kept > /data/file; sync; cat /data/file", "kept");
    }

    /// <summary>Sets it to install once more and switches it off.</summary>
    public async Task ArmAgainAsync(VirtualMachine machine)
    {
        board.Say($"\n{node.Name} is installed again; its table keeps /data:");
        await TypeAsync($"set host boot {node.Name} action=install");
        board.Typed($"stack run host {node.Name} \"poweroff\"");
        await StackAsync("run", "host", node.Name, "poweroff");
        await machine.Exited.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Shows that the file is still there.</summary>
    /// <exception cref="LabException">It is not.</exception>
    public Task ShowKeptAsync() => RunAsync("uptime; cat /data/file", "kept");

    private async Task RunAsync(string command, params string[] expected)
    {
        board.Typed($"stack run host {node.Name} \"{command}\"");
        var ran = (await StackAsync("run", "host", node.Name, command)).Succeeded().Output.TrimEnd();
        board.Say(ran);
        if (Array.Find(expected, text => !ran.Contains(text, StringComparison.Ordinal)) is { } missing)
        {
            throw new LabException($"{node.Name} should have said \"{missing}\"");
        }
    }

    private async Task LogInAsync(string user, string how, string[] by, string? ask = null)
    {
        board.Typed($"ssh {user}@{node.Name} whoami    ({how})");
        var asked = ask is null ? Array.Empty<string>() : ["env", $"SSH_ASKPASS={ask}", "SSH_ASKPASS_REQUIRE=force"];
        string[] words = [.. asked, "ssh", .. by, .. Options, $"{user}@{node.Address}", "whoami"];
        var said = (await lan.RunAsync(words[0], words[1..])).Succeeded().Output.TrimEnd();
        board.Say(said);
        if (said != user)
        {
            throw new LabException($"{user} could not log in to {node.Name}");
        }
    }

    private async Task TypeAsync(string line)
    {
        board.Typed($"stack {line}");
        await daemon.Stack.RunAsync(line.Split(' '));
    }

    private Task<ToolResult> StackAsync(params string[] words) => lan.RunAsync(Checkout.Program("stack"), ["--socket", daemon.Socket, .. words]);
}
