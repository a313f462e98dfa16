using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Installs;

namespace BootService.Commands.Verbs;

[Command("list host status", "Lists how far each host's newest install has got, and why it stopped.",
    Detail = "States are armed, offered, fetched, installing, staged (done, to boot from disk), confirmed (up from disk), and failed, stuck or cancelled with the reason. The last column is the last line of the log that a failed script left; \"stack list host log\" shows more of it.",
    Example = "list host status backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
internal sealed class ListHostStatus : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.KeptTable("host", "action", "state", "attempt", "boots", "step", "heard", "why", "log");
        foreach (var host in call.HostsOrAll(inventory))
        {
            cancel.ThrowIfCancellationRequested();
            var attempt = inventory.AttemptOf(host.Name);
            await call.Output.RowAsync(
                host.Name.ToString(),
                host.Action is Core.Hosts.BootAction.None ? default(Cell) : host.Action.ToString().ToLowerInvariant(),
                attempt?.State.ToString().ToLowerInvariant(),
                attempt is null ? default(Cell) : attempt.Id,
                attempt is null ? default(Cell) : $"{attempt.Handouts} of {attempt.Allowed}",
                attempt is { LastStep.Length: > 0 } ? attempt.LastStep : default(Cell),
                attempt is null or { State: AttemptState.Armed } ? default(Cell) : attempt.LastHeard.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                attempt?.Why,
                attempt?.Log?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault());
        }
    }
}
