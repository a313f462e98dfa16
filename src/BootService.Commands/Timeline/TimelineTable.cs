using BootService.Commands.Output;
using BootService.Core.Events;
using BootService.Core.Timeline;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Commands.Timeline;

/// <summary>Steps of boots as rows: the one form of every verb that shows them.</summary>
internal static class TimelineTable
{
    /// <summary>The columns.</summary>
    public const string Row = "host, time:time, offset?, stage?, outcome, what, bytes:number?, rate?, ours?, why?";

    /// <summary>Shows what happened.</summary>
    /// <param name="output">Where.</param>
    /// <param name="owner">The host, or what is known of a machine that is none.</param>
    /// <param name="step">What happened.</param>
    public static ValueTask ShowAsync(ICommandOutput output, string owner, TimelineStep step)
    {
        var happened = step.Event;
        return output.RowAsync(
            owner,
            Time(happened.At),
            $"{step.Offset.TotalSeconds:+0.000;-0.000;+0.000}",
            EventSentences.Stage(happened),
            EventSentences.Outcome(happened),
            EventSentences.What(happened),
            happened.Bytes == 0 ? default(Cell) : happened.Bytes,
            Rate(step.Rate),
            happened.Took == TimeSpan.Zero ? default(Cell) : $"{happened.Took.TotalMilliseconds:0.0} ms",
            Why(happened));
    }

    /// <summary>Shows what has not happened.</summary>
    public static ValueTask ShowAsync(ICommandOutput output, string owner, Expectation next, DateTimeOffset now) => output.RowAsync(
        owner, Time(next.Deadline), null, null, next.IsOverdue(now) ? "overdue" : "expected", next.What, null, null, null, next.ToString());

    private static string? Rate(double? rate) => rate switch
    {
        null => null,
        >= 1e6 => $"{rate / 1e6:0.0} MB/s",
        _ => $"{rate / 1e3:0.0} kB/s",
    };

    private static string? Why(in BootEvent happened) =>
        EventSentences.Why(happened) is var why && happened.Stage is BootStage.Dhcp && !happened.Address.IsAny
            ? $"{Cell.Of<Ipv4>(happened.Address)}{(why is null ? string.Empty : $": {why}")}"
            : why;

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ");
}
