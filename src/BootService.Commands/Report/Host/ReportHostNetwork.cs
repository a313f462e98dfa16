using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Profiles;

namespace BootService.Commands.Verbs;

[Command("report host network", "Writes the script that configures the network of a host, as an install runs it.",
    Detail = "Piped into ssh it brings an installed host up to date: stack report host network backend-0-0 | ssh root@backend-0-0 sh. The services there "
        + "have to be told.",
    Aliases = "report host interface",
    Example = "report host network backend-0-0")]
[Argument("host", ValueKind.Hosts)]
internal sealed class ReportHostNetwork(IProfiles profiles) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        if (call.HostsToChange(call.Inventory) is not [var host])
        {
            throw Expectations.Fault(call.Declaration, $"\"{call.Arguments[0]}\" names several hosts, and each has a network of its own");
        }

        var script = ProfileFacts.NetworkScript(profiles.Look(call.Inventory, call.MayChange).Preview(host));
        call.Output.Message(script.Length > 0 ? script.TrimEnd('\n') : throw new RefusedException(
            $"host {host.Name} has no card but the one that it boots from, which gets its address by DHCP: there is nothing to write"));
        return Task.CompletedTask;
    }
}
