using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core.Profiles;

namespace BootService.Commands.Verbs;

[Command("report host yum", "Writes the repositories of a host, the enabled pallets, as a file of yum and dnf.",
    Detail = "An installed host keeps the repositories it was armed with; this, written to its /etc/yum.repos.d/stack.repo, brings it up to date.",
    Example = "report host yum backend-0-0",
    Aliases = "report host repo")]
[Argument("host", ValueKind.Hosts)]
internal sealed class ReportHostYum(IProfiles profiles) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        if (call.HostsToChange(call.Inventory) is not [var host])
        {
            throw Expectations.Fault(call.Declaration, $"\"{call.Arguments[0]}\" names several hosts, and each has a file of its own");
        }

        call.Output.Message(ProfileFacts.YumRepositories(profiles.Look(call.Inventory, call.MayChange).Preview(host)).TrimEnd('\n'));
        return Task.CompletedTask;
    }
}
