using BootService.Core.Events;
using BootService.Protocols.Net;

namespace BootService.Storage.Rows;

internal sealed class EventRow
{
    /// <summary>The order in which they were posted, which a clock that steps back does not change.</summary>
    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    public MacAddress Mac { get; init; }

    public BootStage Stage { get; init; }

    public BootOutcome Outcome { get; init; }

    public required string What { get; init; }

    public string? Host { get; init; }

    public long Attempt { get; init; }

    public string? Why { get; init; }

    public Ipv4 Address { get; init; }

    public long Bytes { get; init; }

    public TimeSpan Took { get; init; }
}
