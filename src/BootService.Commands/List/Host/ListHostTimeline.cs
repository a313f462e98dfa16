using BootService.Commands.Catalog;
using BootService.Commands.Timeline;
using BootService.Core.Stores;
using BootService.Core.Timeline;

namespace BootService.Commands.Verbs;

[Command("list host timeline", "Shows the newest boot of hosts step by step, what should come next, and what its absence means.",
    Detail = "Column ours is our share of the time. The last row has outcome expected, or overdue once its time is up, and says what probably happened and "
        + "what to do.",
    Example = "list host timeline backend-0-0")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("attempt", ValueKind.Number, "Everything that happened within this install attempt, not the newest boot.")]
[Row(TimelineTable.Row)]
internal sealed class ListHostTimeline(IBootEventStore events) : ICommand
{
    private const int MostEvents = 2000;

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.KeptTable();
        foreach (var host in call.HostsNamed(inventory, call.Arguments))
        {
            var name = host.Name.ToString();
            var attempt = inventory.AttemptOf(host.Name);
            var happened = await events.ListAsync([name], MostEvents, cancel);
            var timeline = call.Number("attempt") is { } number
                ? BootTimeline.OfAttempt(happened, attempt, number)
                : BootTimeline.Newest(happened, attempt);
            foreach (var step in timeline.Steps)
            {
                await TimelineTable.ShowAsync(call.Output, name, step);
            }

            if (timeline.Next is { } next)
            {
                await TimelineTable.ShowAsync(call.Output, name, next, call.Now);
            }
        }
    }
}
