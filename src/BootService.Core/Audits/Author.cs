namespace BootService.Core.Audits;

/// <summary>Who changes something, and by what way they came.</summary>
/// <param name="Name">The user's name, the token's, the node's, or <c>bootservice</c> for the daemon itself.</param>
/// <param name="Via">The way: <c>socket</c>, <c>token</c>, <c>node</c> or <c>daemon</c>.</param>
public sealed record Author(string Name, string Via)
{
    /// <summary>The daemon, of its own accord.</summary>
    public static Author Daemon { get; } = new("bootservice", "daemon");

    /// <summary>The user's number as the kernel vouches for it; null when no user of this machine is behind it.</summary>
    public uint? Uid { get; init; }

    /// <summary>The command line, values left out; empty when there was none.</summary>
    public string Command { get; init; } = string.Empty;

    /// <summary>Whether somebody typed or called it, and no machine did of its own accord.</summary>
    public bool IsPerson => Via is not ("daemon" or "node");

    /// <summary>A node that reports with its attempt's secret.</summary>
    public static Author Node(Hosts.HostName host) => new(host.ToString(), "node");
}
