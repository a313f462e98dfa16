using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Power;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Power;

/// <summary>Commands on hosts with real sshd, by the keys of whoever calls.</summary>
public sealed class RunHostTests
{
    [Fact]
    public async Task Each_host_shows_its_own_output_and_a_dead_one_is_down()
    {
        await using var served = await ServedLan.StartAsync(["--CheckAtStart=false"]);
        await using var first = await NodeAsync(served, 0);
        await using var second = await NodeAsync(served, 1);
        await NodeOnPaperAsync(served, 2);
        await using var agent = await AgentAsync(served, first, second);

        var ran = await RunAsync(served, "run", "host", "backend", "command=whoami; node-name; echo oops >&2", "output-format=json");
        Assert.Equal(1, ran.ExitCode); // one of them is down
        Assert.Equal(
            ["backend-0-0 node 0", "backend-0-0 oops", "backend-0-0 root", "backend-0-1 node 1", "backend-0-1 oops", "backend-0-1 root", "backend-0-2 down"],
            Rows(ran.Output).Order(StringComparer.Ordinal));
        Assert.Equal(
            "HOST         OUTPUT\nbackend-0-0: node 0\nbackend-0-1: node 1\nbackend-0-2: down  \n",
            (await RunAsync(served, "run", "host", "backend", "node-name")).Output);

        var folder = Path.Combine(served.Lan.Scratch, "kept");
        await RunAsync(served, "run", "host", "backend", $"output={folder}", "--", "node-name;", "echo", "a=b");
        Assert.Equal(
            ["backend-0-0 node 0 a=b", "backend-0-1 node 1 a=b", "backend-0-2 down"],
            Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {string.Join(' ', File.ReadLines(file))}"));
        var nowhere = await RunAsync(served, "run", "host", "backend-0-0", "output=/proc/none", "node-name");
        Assert.Equal(1, nowhere.ExitCode);
        Assert.StartsWith("error - output cannot be kept in /proc/none: ", nowhere.Error, StringComparison.Ordinal);

        var late = await RunAsync(served, "run", "host", "backend-0-0", "command=echo begun; exec sleep 1000", "timeout=20");
        Assert.Equal("OUTPUT                 \nbegun                  \nno end after 20 seconds\n", late.Output);

        var raw = await RunAsync(served, "run", "host", "backend-0-[0-1]", "command=node-name", "collate=no");
        Assert.Equal(["node 0", "node 1"], raw.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Files_of_installed_hosts_are_shown_first_then_changed_and_no_host_is_begun_after_one_that_failed()
    {
        await using var served = await ServedLan.StartAsync(["--CheckAtStart=false"]);
        await using var first = await NodeAsync(served, 0, ownEtc: true);
        await NodeOnPaperAsync(served, 1);
        await using var agent = await AgentAsync(served, first);
        await RandomPallet.AddAsync(served.Daemon.Stack, served.Lan.Scratch);

        var line = $"{BootLan.AddressOf(1)}\tbackend-0-1.local backend-0-1";
        var shown = await RunAsync(served, "sync", "host", "hosts", "backend-0-0", "dryrun=yes");
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Assert.Contains("+" + line.Replace("\t", "\\t", StringComparison.Ordinal), shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(line, await File.ReadAllTextAsync(first.Etc("hosts"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync(served, "sync", "host", "hosts", "backend-0-0")).ExitCode);
        Assert.Contains(line, await File.ReadAllTextAsync(first.Etc("hosts"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("nothing to change", (await RunAsync(served, "sync", "host", "hosts", "backend-0-0")).Output, StringComparison.Ordinal);

        // By its rank the dead one comes second; asked first it keeps the other from being begun.
        await served.Daemon.Stack.RunAsync("set", "host", "rank", "backend-0-0", "rank=7");
        var careful = await RunAsync(served, "sync", "host", "hosts", "backend", "threads=1");
        Assert.Equal(1, careful.ExitCode);
        Assert.Contains("not begun, because another one failed", careful.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_firewall_is_kept_when_the_host_is_reached_again_and_taken_back_when_it_did_not_load()
    {
        await using var served = await ServedLan.StartAsync(["--CheckAtStart=false"]);
        await using var node = await NodeAsync(served, 0, ownEtc: true);
        await using var agent = await AgentAsync(served, node);
        await RandomPallet.AddAsync(served.Daemon.Stack, served.Lan.Scratch);
        Directory.CreateDirectory(node.Etc("sysconfig"));
        await node.InstallAsync("systemctl", $"[ \"$1\" != restart ] || grep -q COMMIT {node.Etc("sysconfig/iptables")}");
        await served.Daemon.Stack.RunAsync(
            "add", "firewall", "rulename=WEB", "chain=INPUT", "protocol=tcp", "service=http", "action=ACCEPT", "network=private");

        var kept = await RunAsync(served, "sync", "host", "firewall", "backend-0-0");
        Assert.Equal((0, ""), (kept.ExitCode, kept.Error));
        Assert.Contains($"+-A INPUT -d {BootLan.AddressOf(0)} -p tcp --dport 80 -j ACCEPT", kept.Output, StringComparison.Ordinal);
        var loaded = await File.ReadAllTextAsync(node.Etc("sysconfig/iptables"), TestContext.Current.CancellationToken);

        await node.InstallAsync("systemctl", "[ \"$1\" != restart ] || { echo no such table; false; }");
        await served.Daemon.Stack.RunAsync("add", "firewall", "rulename=DB", "chain=INPUT", "protocol=tcp", "service=mysql", "action=ACCEPT");
        var back = await RunAsync(served, "sync", "host", "firewall", "backend-0-0");
        Assert.Equal(1, back.ExitCode);
        Assert.Contains("no such table", back.Output, StringComparison.Ordinal);
        Assert.Equal(loaded, await File.ReadAllTextAsync(node.Etc("sysconfig/iptables"), TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> Rows(string json)
    {
        using var rows = System.Text.Json.JsonDocument.Parse(json);
        return [.. rows.RootElement.EnumerateArray().Select(row => $"{row.GetProperty("host").GetString()} {row.GetProperty("output").GetString()}")];
    }

    private static Task<ToolResult> RunAsync(ServedLan served, params string[] words) => served.Lan.RunAsync(
        "env", [$"SSH_AUTH_SOCK={AgentSocket(served)}", Checkout.Program("stack"), "--socket", served.Daemon.Socket, .. words]);

    private static string AgentSocket(ServedLan served) => Path.Combine(served.Lan.Scratch, "agent.sock");

    /// <summary>The caller's keys are in an agent, so that nobody's own are touched.</summary>
    private static async Task<LabProcess> AgentAsync(ServedLan served, params SecureShellServer[] nodes)
    {
        var key = Path.Combine(served.Lan.Scratch, "admin-key");
        (await Tool.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key])).Succeeded();
        foreach (var node in nodes)
        {
            await node.AdmitAsync(key + ".pub");
        }

        var agent = served.Lan.Start("ssh-agent", "ssh-agent", "-D", "-a", AgentSocket(served));
        await Poll.UntilAsync("the agent's socket", TimeSpan.FromSeconds(60), () => Task.FromResult(File.Exists(AgentSocket(served))));
        (await Tool.RunAsync("env", [$"SSH_AUTH_SOCK={AgentSocket(served)}", "ssh-add", "-q", key])).Succeeded();
        return agent;
    }

    private static async Task<SecureShellServer> NodeAsync(ServedLan served, int rank, bool ownEtc = false)
    {
        await NodeOnPaperAsync(served, rank);
        var client = await served.Lan.AddClientAsync();
        await client.TakeAddressAsync(BootLan.AddressOf(rank));
        var sshd = await SecureShellServer.StartAsync(served.Lan, client, ownEtc);
        await sshd.InstallAsync("node-name", $"echo node {rank}");
        return sshd;
    }

    private static async Task NodeOnPaperAsync(ServedLan served, int rank)
    {
        await served.Daemon.Stack.RunAsync("add", "host", $"backend-0-{rank}");
        await served.Daemon.Stack.RunAsync(
            "add", "host", "interface", $"backend-0-{rank}", "interface=eth0", $"mac={BootLan.MacOf(rank)}", $"ip={BootLan.AddressOf(rank)}",
            "network=private");
    }
}
