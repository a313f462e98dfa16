using BootService.Commands.Catalog;
using BootService.Commands.Output;

namespace BootService.Commands.Verbs;

[Command("iterate host", "Runs a command on this computer once for each host, as whoever calls; % in it is the host's name.",
    Detail = "Write %% for the sign itself. The exit code is 1 when one of them failed.",
    Example = "iterate host backend command=\"scp /etc/motd %:/etc/motd\"")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Parameter("command", ValueKind.Text, "The command line for the shell.", Required = true)]
[Parameter("threads", ValueKind.Number, "How many at once; 1 unless said otherwise.")]
[Row("host, output, exit:number?")]
internal sealed class IterateHost : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var hosts = call.Arguments.IsEmpty ? call.HostsOrAll(call.Inventory) : call.HostsToChange(call.Inventory);
        call.Table();
        call.Output.RunOnHosts(new RemoteRun([.. hosts.Select(host => (host.Name.ToString(), host.Address ?? default))], call.Text("command"))
        {
            Threads = Math.Max(1, call.Number("threads") ?? 1),
            IsLocal = true,
        });
        return Task.CompletedTask;
    }
}
