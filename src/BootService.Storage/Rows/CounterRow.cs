namespace BootService.Storage.Rows;

/// <summary>The highest number ever given out of a kind: it outlives what had the number.</summary>
internal sealed class CounterRow
{
    public const string Attempt = "attempt";

    public required string Name { get; init; }

    public long Value { get; init; }
}
