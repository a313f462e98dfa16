using BootService.Lab.Lan;
using BootService.Protocols.Net;

namespace BootService.Cluster.Tests;

/// <summary>What an installer asks of a frontend.</summary>
internal static class InstallRequests
{
    /// <summary>Asks as a node does, and throws away what comes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="path">What is asked for, such as <c>ks/SECRET</c>.</param>
    /// <param name="frontend">Whom; the first frontend of the LAN when null.</param>
    /// <returns>The status of the answer; 000 when none came within 50 seconds.</returns>
    public static async Task<string> FetchAsync(this LanClient node, string path, Ipv4? frontend = null) => (await node.RunAsync(
        "curl", "-s", "-m", "50", "-o", "/dev/null", "-w", "%{http_code}", $"http://{frontend ?? BootLan.Address}/install/{path}")).Output;
}
