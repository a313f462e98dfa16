using System.Collections.Immutable;
using BootService.Core.Audits;
using BootService.Core.Stores;
using BootService.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>Reads the log of changes.</summary>
internal sealed class SqliteAuditStore(ReadConnections readers) : IAuditStore
{
    private const string Lines =
        "SELECT audit.change, at, who, uid, via, command, thing, field, old, new, undone_by FROM audit LEFT JOIN undos ON undos.change = audit.change";

    public Task<ImmutableArray<AuditedLine>> ListAuditAsync(IReadOnlyCollection<string> things, int most, CancellationToken cancel) =>
        Task.Run(() => readers.Read(connection => connection.AskNewest(Lines, "thing", things, most, Line)), cancel);

    public Task<UndoableChange?> FindUndoAsync(long? change, CancellationToken cancel) => Task.Run(() => readers.Read(connection => FindUndo(connection, change)), cancel);

    private static UndoableChange? FindUndo(SqliteConnection connection, long? change)
    {
        var open = connection.Ask(
            "SELECT change, steps FROM undos WHERE undone_by IS NULL AND (@1 IS NULL OR change = @1) ORDER BY change DESC LIMIT 1", row => (Change: row.Number(0), Steps: row.Text(1)), change);
        return open is [var newest]
            ? connection.Ask($"{Lines} WHERE audit.change = @1 ORDER BY id LIMIT 1", row => new UndoableChange(newest.Change, row.Time(1), By(row), UndoText.Read(newest.Steps)), newest.Change).Single()
            : null;
    }

    private static AuditedLine Line(SqliteDataReader row) =>
        new(row.Number(0), row.Time(1), By(row), new AuditLine(row.Text(6), row.Text(7), row.TextOrNull(8), row.TextOrNull(9)), row.NumberOrNull(10));

    private static Author By(SqliteDataReader row) => new(row.Text(2), row.Text(4)) { Uid = (uint?)row.NumberOrNull(3), Command = row.Text(5) };
}
