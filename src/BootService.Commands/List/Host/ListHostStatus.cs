using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Ports;
using BootService.Core.Hosts;
using BootService.Core.Installs;

namespace BootService.Commands.Verbs;

[Command("list host status", "Lists how each host stands, since when and why, and how far its newest install has got.",
    Detail = "States are failing (its install ended without success, or a step of its newest boot failed), overdue (its next step is late), waiting (to be "
        + "switched on), installing, up, and idle for a host of which nothing is awaited; the page, watch and the metrics say the same. Column install is how "
            + "far its newest attempt got: armed, offered, fetched, installing, staged (done, to boot from disk), confirmed (up from disk), and failed, stuck "
                + "or cancelled. The last column is the last line of the log that a failed script left; \"stack list host log\" shows more of it.",
    Example = "list host status backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Row(
    "host, action:install|os?, state:failing|overdue|waiting|installing|up|idle, since:time?, why?, install?, attempt:number?, boots?, step?, "
    + "heard:time?, log?")]
internal sealed class ListHostStatus(IHostStates states) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.KeptTable();
        foreach (var host in call.HostsOrAll(inventory))
        {
            cancel.ThrowIfCancellationRequested();
            var attempt = inventory.AttemptOf(host.Name);
            var (state, since, why) = states.Of(inventory, host);
            await call.Output.RowAsync(
                host.Name.ToString(),
                host.Action is BootAction.None ? default(Cell) : host.Action.ToString().ToLowerInvariant(),
                state.ToString().ToLowerInvariant(),
                Time(since),
                why,
                attempt?.State.ToString().ToLowerInvariant(),
                attempt is null ? default(Cell) : attempt.Id,
                attempt is null ? default(Cell) : $"{attempt.Handouts} of {attempt.Allowed}",
                attempt is { LastStep.Length: > 0 } ? attempt.LastStep : default(Cell),
                attempt is null or { State: AttemptState.Armed } ? default(Cell) : Time(attempt.LastHeard),
                attempt?.Log?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault());
        }
    }

    private static Cell Time(DateTimeOffset? at) => at is { } time ? time.ToString("yyyy-MM-ddTHH:mm:ssZ") : default(Cell);
}
