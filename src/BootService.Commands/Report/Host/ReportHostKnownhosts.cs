using BootService.Commands.Catalog;
using BootService.Core.Hosts;

namespace BootService.Commands.Verbs;

[Command("report host knownhosts", "Writes the SSH keys of the hosts whose keys outlive an install, as a file of known hosts.",
    Detail = "A host has one from when it is first set to install with the attribute ssh.host_keys=keep. Written to /etc/ssh/ssh_known_hosts it lets ssh "
        + "know all of them.",
    Aliases = "report host known_hosts",
    Example = "report host knownhosts")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
internal sealed class ReportHostKnownhosts : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        if (KnownHostsFile.Lines(inventory, call.HostsOrAll(inventory)) is { Length: > 0 } lines)
        {
            call.Output.Message(lines.TrimEnd('\n'));
        }

        return Task.CompletedTask;
    }
}
