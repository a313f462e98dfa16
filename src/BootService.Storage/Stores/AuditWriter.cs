using BootService.Core.Audits;
using BootService.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>Writes the log of changes, in the transaction of the changes. The newest lines are kept, and of the newest changes what it takes to undo them.</summary>
internal sealed class AuditWriter(SqliteConnection connection) : IDisposable
{
    /// <summary>How many lines are kept: years of work, and some hundred megabytes at most.</summary>
    public const int KeptLines = 1_000_000;

    /// <summary>How many changes can be undone. Their old values are stored whole, secrets among them, so they are few.</summary>
    public const int KeptUndos = 100;

    private const int MostText = 4096;

    private readonly Statement _next = new(connection, "SELECT coalesce(max(change), 0) + 1 FROM audit", 0);
    private readonly Statement _insert = Statement.Insert(connection, "audit", "change", "at", "who", "uid", "via", "command", "thing", "field", "old", "new");
    private readonly Statement _insertUndo = Statement.Insert(connection, "undos", "change", "steps");
    private readonly Statement _undone = new(connection, "UPDATE undos SET undone_by = @2 WHERE change = @1", 2);
    private readonly Statement _prune = new(connection, $"DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - {KeptLines}", 0);
    private readonly Statement _pruneUndos = new(connection, $"DELETE FROM undos WHERE change <= (SELECT change FROM undos ORDER BY change DESC LIMIT 1 OFFSET {KeptUndos})", 0);

    public void Write(SqliteTransaction transaction, AuditRecord record)
    {
        var change = (long)_next.Ask(transaction)!;
        var by = record.By;
        foreach (var line in record.Lines)
        {
            _insert.Run(
                transaction, change, Columns.Of(record.At), by.Name, by.Uid is { } uid ? (long)uid : null, by.Via, Cut(by.Command), line.Thing, line.Field, Cut(line.Old), Cut(line.New));
        }

        if (record.Undoes is { } undone)
        {
            _undone.Run(transaction, undone, change);
        }
        else if (!record.Steps.IsEmpty && by.Via is not ("daemon" or "node"))
        {
            _insertUndo.Run(transaction, change, UndoText.Write(record.Steps));
            _pruneUndos.Run(transaction);
        }

        _prune.Run(transaction);
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_next, _insert, _insertUndo, _undone, _prune, _pruneUndos])
        {
            statement.Dispose();
        }
    }

    private static string? Cut(string? text) => text is { Length: > MostText } ? text[..MostText] + "..." : text;
}
