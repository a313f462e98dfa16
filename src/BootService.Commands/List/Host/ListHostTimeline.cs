using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Stores;
using BootService.Core.Timeline;
using BootService.Protocols.Net;

namespace BootService.Commands.Verbs;

[Command("list host timeline", "Shows the newest boot of hosts step by step, what should come next, and what its absence means.",
    Detail = "Column ours is our share of the time. The last row has outcome expected, or overdue once its time is up, and says what probably happened and what to do.",
    Example = "list host timeline backend-0-0")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("attempt", ValueKind.Number, "Everything that happened within this install attempt, not the newest boot.")]
internal sealed class ListHostTimeline(IBootEventStore events) : ICommand
{
    private const int MostEvents = 2000;

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.KeptTable("host", "time", "offset", "stage", "outcome", "what", "bytes", "rate", "ours", "why");
        foreach (var host in CommandCall.HostsToChange(inventory, call.Arguments))
        {
            var attempt = inventory.AttemptOf(host.Name);
            var happened = await events.ListAsync([host.Name.ToString()], MostEvents, cancel);
            var timeline = call.Number("attempt") is { } number
                ? BootTimeline.OfAttempt(happened, attempt, number)
                : BootTimeline.Newest(happened, attempt);
            foreach (var step in timeline.Steps)
            {
                await ShowAsync(call.Output, host, step);
            }

            if (timeline.Next is { } next)
            {
                await call.Output.RowAsync(
                    host.Name.ToString(), Time(next.Deadline), null, null, next.IsOverdue(call.Now) ? "overdue" : "expected", next.What, null, null, null, next.ToString());
            }
        }
    }

    /// <summary>Octets per second in the unit that fits.</summary>
    internal static string? Rate(double? rate) => rate switch
    {
        null => null,
        >= 1e6 => $"{rate / 1e6:0.0} MB/s",
        _ => $"{rate / 1e3:0.0} kB/s",
    };

    private static ValueTask ShowAsync(ICommandOutput output, Host host, TimelineStep step)
    {
        var happened = step.Event;
        return output.RowAsync(
            host.Name.ToString(),
            Time(happened.At),
            $"+{step.Offset.TotalSeconds:0.000}",
            happened.Stage.ToString().ToLowerInvariant(),
            happened.Outcome.ToString().ToLowerInvariant(),
            happened.What,
            happened.Bytes == 0 ? default(Cell) : happened.Bytes,
            Rate(step.Rate),
            happened.Took == TimeSpan.Zero ? default(Cell) : $"{happened.Took.TotalMilliseconds:0.0} ms",
            Why(happened));
    }

    private static string? Why(in BootEvent happened) =>
        happened.Stage is BootStage.Dhcp && !happened.Address.IsAny ? $"{Cell.Of<Ipv4>(happened.Address)}{(happened.Why is { } why ? $": {why}" : string.Empty)}" : happened.Why;

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ");
}
