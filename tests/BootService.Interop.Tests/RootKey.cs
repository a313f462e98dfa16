using BootService.Lab.Processes;
using BootService.Protocols.Net;

namespace BootService.Interop.Tests;

/// <summary>The key that root of the frontend logs in to nodes with.</summary>
internal sealed class RootKey
{
    private readonly ServedLan _served;
    private readonly string _path;

    private RootKey(ServedLan served, string path) => (_served, _path) = (served, path);

    /// <summary>Makes one, and puts its public half where the daemon looks for it.</summary>
    public static async Task<RootKey> CreateAsync(ServedLan served)
    {
        var path = Path.Combine(served.Lan.Scratch, "root-key");
        (await Tool.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path])).Succeeded();
        File.Copy(path + ".pub", served.Daemon.PublicKey);
        return new RootKey(served, path);
    }

    /// <summary>Runs a command on a node as its root.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="BootService.Lab.LabException">It failed, or the node does not let root in.</exception>
    public async Task<string> RunAsync(Ipv4 node, string command) => (await TryAsync(node, command)).Succeeded().Output;

    /// <summary>The same, whatever comes of it.</summary>
    public Task<ToolResult> TryAsync(Ipv4 node, string command) => _served.Lan.RunAsync(
        "ssh",
        ["-i", _path, "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
            "-o", "ConnectTimeout=20", $"root@{node}", command]);
}
