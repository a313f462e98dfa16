namespace BootService.Storage.Rows;

/// <summary>One line of the log of changes.</summary>
internal sealed class AuditRow
{
    public long Id { get; init; }

    public long Change { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Who { get; init; }

    public long? Uid { get; init; }

    public required string Via { get; init; }

    public required string Command { get; init; }

    public required string Thing { get; init; }

    public required string Field { get; init; }

    public string? Old { get; init; }

    public string? New { get; init; }
}
