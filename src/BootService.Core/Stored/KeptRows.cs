namespace BootService.Core.Stored;

/// <summary>How many rows are kept of what would grow without end, the newest.</summary>
/// <param name="Events">Boot events of each host.</param>
/// <param name="Changes">Lines of the log of changes.</param>
/// <param name="Attempts">Install attempts of each host, with what their installers read.</param>
public sealed record KeptRows(long Events, long Changes, long Attempts)
{
    /// <summary>As many as are kept where nobody says otherwise.</summary>
    public static KeptRows Usual { get; } = new(LogTables.Events.Kept!.Most, LogTables.Audit.Kept!.Most, InstallTables.Attempts.Kept!.Most);

    /// <summary>How many rows of a table are kept.</summary>
    /// <param name="table">One that keeps the newest only.</param>
    public long MostOf(Table table) =>
        ReferenceEquals(table, LogTables.Events) ? Events
        : ReferenceEquals(table, LogTables.Audit) ? Changes
        : ReferenceEquals(table, InstallTables.Attempts) ? Attempts
        : table?.Kept?.Most ?? throw new InvalidOperationException("the table keeps all its rows");
}
