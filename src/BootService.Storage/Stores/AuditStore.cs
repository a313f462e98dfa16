using System.Collections.Immutable;
using System.Data.Common;
using BootService.Core.Audits;
using BootService.Core.Stored;
using BootService.Core.Stores;
using BootService.Storage.Sql;

namespace BootService.Storage.Stores;

/// <summary>Reads the log of changes.</summary>
internal sealed class AuditStore(Engine engine) : IAuditStore
{
    private static readonly string Lines = $"SELECT {TableText.Names(LogTables.Audit)}, undone_by FROM audit LEFT JOIN undos ON undos.change = audit.change";

    private static readonly string Newest =
        $"{TableText.All(LogTables.Undos)} WHERE undone_by IS NULL AND change = coalesce($1, change) ORDER BY change DESC LIMIT 1";

    // A change that took another one back is none that has to be taken back itself.
    private static readonly string Lasting =
        $"{Lines} WHERE audit.change > $1 AND undos.change IS NULL AND NOT EXISTS (SELECT 1 FROM undos AS back WHERE back.undone_by = audit.change) "
            + "ORDER BY id DESC";

    public Task<ImmutableArray<AuditedLine>> ListAuditAsync(IReadOnlyCollection<string> things, int most, CancellationToken cancel) =>
        Task.Run(() => engine.Read(connection => connection.AskNewest(engine.Dialect, Lines, LogTables.Audit, "thing", things, most, Line())), cancel);

    public Task<UndoableChange?> FindUndoAsync(long? change, CancellationToken cancel) =>
        Task.Run(() => engine.Read(connection => FindUndo(connection, change)), cancel);

    public Task<AuditedLine?> FindLastingAsync(long change, CancellationToken cancel) =>
        Task.Run(
            () => engine.Read(connection => connection.Ask(engine.Dialect, Lasting, LogTables.Audit, Line(), change).Find(line => line.By.IsPerson)), cancel);

    private UndoableChange? FindUndo(DbConnection connection, long? change)
    {
        var steps = LogTables.Undos.Reader();
        var open = connection.Ask(engine.Dialect, Newest, LogTables.Undos, row => (Undo: steps(row), Steps: UndoText.Read(row.Text(1))), change);
        return open is [var (undo, read)]
            ? connection.Ask(engine.Dialect, $"{Lines} WHERE audit.change = $1 ORDER BY id LIMIT 1", LogTables.Audit, Line(), undo.Change)
                .Select(line => new UndoableChange(undo.Change, line.At, line.By, read)).SingleOrDefault()
            : null;
    }

    private static Func<IRow, AuditedLine> Line()
    {
        var (read, at) = (LogTables.Audit.Reader(), LogTables.Audit.Columns.Count);
        return row => read(row) with { UndoneBy = row.IsNull(at) ? null : row.Number(at) };
    }
}
