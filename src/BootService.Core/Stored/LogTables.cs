using BootService.Core.Audits;

namespace BootService.Core.Stored;

/// <summary>What it takes to take a change back, secrets and all.</summary>
/// <param name="Change">The change.</param>
/// <param name="Steps">The steps as JSON in UTF-8.</param>
/// <param name="UndoneBy">The change that took it back; null while none did.</param>
public sealed record StoredUndo(long Change, ReadOnlyMemory<byte> Steps, long? UndoneBy);

/// <summary>What happened. Rows are added and the oldest removed; none is part of the inventory.</summary>
public static class LogTables
{
    /// <summary>Boot events, numbered in the order in which they were posted, which a clock that steps back does not change.</summary>
    public static Table<StoredEvent> Events { get; } = new Table<StoredEvent>("events", default)
        .Column("at", Cells.Time, happened => happened.At, (happened, at) => happened with { At = at })
        .Column("mac", Cells.Mac, happened => happened.Mac, (happened, mac) => happened with { Mac = mac })
        .Column("stage", Cells.Text, happened => happened.StageWord, (happened, stage) => happened.In(stage, happened.OutcomeWord))
        .Column("outcome", Cells.Text, happened => happened.OutcomeWord, (happened, outcome) => happened.In(happened.StageWord, outcome))
        .Column("what", Cells.Text, happened => happened.What, (happened, what) => happened with { What = what })
        .Column("host", Cells.MaybeText, happened => happened.Host, (happened, host) => happened with { Host = host })
        .Column("attempt", Cells.Number, happened => happened.Attempt, (happened, attempt) => happened with { Attempt = attempt })
        .Column("why", Cells.MaybeText, happened => happened.Why, (happened, why) => happened with { Why = why })
        .Column("address", Cells.Address, happened => happened.Address, (happened, address) => happened with { Address = address })
        .Column("bytes", Cells.Number, happened => happened.Bytes, (happened, bytes) => happened with { Bytes = bytes })
        .Column("took", Cells.Duration, happened => happened.Took, (happened, took) => happened with { Took = took })
        .NumberedBy("id").Index("host", "id")
        .Newest(2_000, by: "id", of: "host");

    /// <summary>The log of changes: years of work, and some hundred megabytes at most. Whether a line was undone stands with the undos.</summary>
    public static Table<AuditedLine> Audit { get; } = new Table<AuditedLine>(
        "audit", new AuditedLine(0, default, Author.Daemon with { Name = string.Empty, Via = string.Empty }, default, null))
        .Column("change", Cells.Number, line => line.Change, (line, change) => line with { Change = change })
        .Column("at", Cells.Time, line => line.At, (line, at) => line with { At = at })
        .Column("who", Cells.Text, line => line.By.Name, (line, name) => line with { By = line.By with { Name = name } })
        .Column("uid", Cells.Maybe(Cells.Natural), line => line.By.Uid, (line, uid) => line with { By = line.By with { Uid = uid } })
        .Column("via", Cells.Text, line => line.By.Via, (line, via) => line with { By = line.By with { Via = via } })
        .Column("command", Cells.Text, line => line.By.Command, (line, command) => line with { By = line.By with { Command = command } })
        .Column("thing", Cells.Text, line => line.Line.Thing, (line, thing) => line with { Line = line.Line with { Thing = thing } })
        .Column("field", Cells.Text, line => line.Line.Field, (line, field) => line with { Line = line.Line with { Field = field } })
        .Column("old", Cells.MaybeText, line => line.Line.Old, (line, old) => line with { Line = line.Line with { Old = old } })
        .Column("new", Cells.MaybeText, line => line.Line.New, (line, now) => line with { Line = line.Line with { New = now } })
        .NumberedBy("id").Index("thing", "id").Index("change")
        .Newest(1_000_000, by: "id");

    /// <summary>What it takes to take the newest changes back. Their old values are stored whole, secrets among them, so they are few.</summary>
    public static Table<StoredUndo> Undos { get; } = new Table<StoredUndo>("undos", new StoredUndo(0, default, null))
        .Key("change", Cells.Number, undo => undo.Change, (undo, change) => undo with { Change = change })
        .Column("steps", Cells.Utf8, undo => undo.Steps, (undo, steps) => undo with { Steps = steps })
        .Column("undone_by", Cells.Maybe(Cells.Number), undo => undo.UndoneBy, (undo, by) => undo with { UndoneBy = by })
        .Newest(100, by: "change");
}
