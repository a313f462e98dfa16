using BootService.Core.Audits;

namespace BootService.Storage.Stores;

/// <summary>What the log of changes keeps of one change.</summary>
/// <param name="Record">What is said of it.</param>
/// <param name="Undo">What it takes to take it back, as it is stored; null for what is not taken back.</param>
internal readonly record struct LoggedChange(AuditRecord Record, ReadOnlyMemory<byte>? Undo)
{
    /// <summary>What is kept of a change: what people did can be taken back, unless it took something back itself.</summary>
    public static LoggedChange Of(AuditRecord record) => record.Undoes is null && !record.Steps.IsEmpty && record.By.IsPerson
        ? new LoggedChange(record, UndoText.Write(record.Steps))
        : new LoggedChange(record, Undo: null);
}
