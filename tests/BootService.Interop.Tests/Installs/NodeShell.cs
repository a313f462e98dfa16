using BootService.Lab;
using BootService.Lab.Processes;
using BootService.Lab.Seed;

namespace BootService.Interop.Tests.Installs;

/// <summary>Root of the frontend with a key, at a node that was installed with it.</summary>
internal sealed class NodeShell
{
    private static readonly string[] Options =
        ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "ConnectTimeout=30"];

    private readonly ServedLan _served;
    private readonly string _key;

    private NodeShell(ServedLan served, string key) => (_served, _key) = (served, key);

    private string Agent => Path.Combine(_served.Lan.Scratch, "agent.sock");

    /// <summary>The public half of the key, as it stands in files.</summary>
    public string PublicKey => File.ReadAllText(_key + ".pub").Trim();

    /// <summary>Makes the key and puts its public half where the daemon looks for it.</summary>
    public static async Task<NodeShell> CreateAsync(ServedLan served)
    {
        var key = Path.Combine(served.Lan.Scratch, "root-key");
        (await Tool.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key])).Succeeded();
        File.Copy(key + ".pub", served.Daemon.PublicKey);
        return new NodeShell(served, key);
    }

    /// <summary>Types at a node, which must be able to do it.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(SeedNode node, string command, string user = "root") => (await TryAsync(node, command, user)).Succeeded().Output;

    /// <summary>Types at a node, whatever comes of it.</summary>
    public Task<ToolResult> TryAsync(SeedNode node, string command, string user = "root") =>
        _served.Lan.RunAsync("ssh", ["-i", _key, "-o", "BatchMode=yes", .. Options, $"{user}@{node.Address}", command]);

    /// <summary>The same by a password alone.</summary>
    public async Task<ToolResult> TryByPasswordAsync(SeedNode node, string password, string command)
    {
        var ask = Path.Combine(_served.Lan.Scratch, "ask");
        await File.WriteAllTextAsync(ask, $"#!/bin/sh\necho '{password}'\n");
        File.SetUnixFileMode(ask, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return await _served.Lan.RunAsync(
            "env",
            [$"SSH_ASKPASS={ask}", "SSH_ASKPASS_REQUIRE=force", "ssh", "-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1", .. Options,
                $"root@{node.Address}", command]);
    }

    /// <summary>Types a <c>stack</c> command that reaches nodes, with the key in an agent, so that nobody's own are touched.</summary>
    public Task<ToolResult> StackAsync(params string[] words) => Tool.RunAsync(
        "ip",
        ["netns", "exec", _served.Lan.Name, "env", $"SSH_AUTH_SOCK={Agent}", Checkout.Program("stack"), "--socket", _served.Daemon.Socket, .. words],
        limit: Limits.Packages);

    /// <summary>Starts the agent with the key in it.</summary>
    public async Task<LabProcess> StartAgentAsync()
    {
        var agent = _served.Lan.Start("ssh-agent", "ssh-agent", "-D", "-a", Agent);
        await Poll.UntilAsync("the agent's socket", Limits.Packages, () => Task.FromResult(File.Exists(Agent)));
        (await Tool.RunAsync("env", [$"SSH_AUTH_SOCK={Agent}", "ssh-add", "-q", _key])).Succeeded();
        return agent;
    }
}
