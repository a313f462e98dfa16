using System.Data.Common;
using System.Runtime.InteropServices;
using BootService.Core;
using BootService.Core.Audits;
using BootService.Core.Inventories;
using BootService.Core.Stored;
using BootService.Storage.Sql;

namespace BootService.Storage.Stores;

/// <summary>Puts changes into the tables, by prepared statements. Rows are queued and flushed in order: a database that is asked over a network gets many at a time.</summary>
internal sealed class RowWriter(DbConnection connection, Dialect dialect) : IRows, IDisposable
{
    private const int MostQueued = 250;

    private readonly Dictionary<(Table Table, string Verb), IStatement> _statements = [];
    private readonly List<QueuedRow> _queue = [];

    // One transaction may hand a card from one host to another: the parts of all that it touches are removed on the way, and written at its end.
    private readonly Dictionary<(Table Table, object? Key), Action> _parts = [];
    private readonly IStatement _lastChange = dialect.Prepare(connection, "SELECT coalesce(max(change), 0) FROM audit");
    private readonly IStatement _undone = dialect.Prepare(connection, "UPDATE undos SET undone_by = $2 WHERE change = $1");
    private DbTransaction? _transaction;
    private long? _change;

    /// <exception cref="RefusedException">A number of one thing would be given to another.</exception>
    public void Write(DbTransaction transaction, IReadOnlyList<Change> changes)
    {
        _transaction = transaction;
        try
        {
            foreach (var change in changes)
            {
                change.Store(this);
            }

            foreach (var put in _parts.Values)
            {
                put();
            }

            if (_change is not null)
            {
                Trim(LogTables.Audit);
            }

            Flush();
        }
        finally
        {
            _queue.Clear();
            _parts.Clear();
            (_transaction, _change) = (null, null);
        }
    }

    public void Put<T>(Table<T> table, T value)
    {
        var cells = table.CellsOf(value);
        Queue(Of(table, "put", TableText.Put), cells, TableText.MustWrite(table) ? table : null);
        if (table.Parts is { } parts)
        {
            parts.Release(this, value);
            _parts[(table, cells[0])] = () => parts.Put(this, value);
        }
    }

    public void Remove<T>(Table<T> table, params ReadOnlySpan<object> key)
    {
        var cells = new object?[key.Length];
        for (var at = 0; at < key.Length; at++)
        {
            cells[at] = table.Columns[at].CellOf(key[at]);
        }

        Queue(Of(table, $"remove {cells.Length}", some => TableText.Remove(some, cells.Length)), cells, mustWrite: null);
        _parts.Remove((table, cells[0]));
    }

    public void Trim<T>(Table<T> table, params ReadOnlySpan<object?> of)
    {
        var kept = table.Kept!;
        object?[] values = kept.Of is { } column ? [table.Columns.Single(one => one.Name == column).CellOf(of[0]), kept.Most] : [kept.Most];
        Queue(Of(table, "trim", TableText.Trim), values, mustWrite: null);
    }

    public void Log(AuditRecord record)
    {
        _change ??= (long)_lastChange.Ask(_transaction!)!;
        var change = ++_change ?? 0;
        foreach (var line in record.Lines)
        {
            Put(LogTables.Audit, AuditText.Cut(new AuditedLine(change, record.At, record.By, line, null)));
        }

        if (record.Undoes is { } undone)
        {
            Queue(_undone, [undone, change], mustWrite: null);
        }
        else if (!record.Steps.IsEmpty && record.By.Via is not ("daemon" or "node"))
        {
            Put(LogTables.Undos, new StoredUndo(change, UndoText.Write(record.Steps), null));
            Trim(LogTables.Undos);
        }
    }

    public void Dispose()
    {
        foreach (var statement in (IEnumerable<IStatement>)[.. _statements.Values, _lastChange, _undone])
        {
            statement.Dispose();
        }
    }

    private IStatement Of(Table table, string verb, Func<Table, string> text)
    {
        ref var statement = ref CollectionsMarshal.GetValueRefOrAddDefault(_statements, (table, verb), out _);
        return statement ??= dialect.Prepare(connection, text(table));
    }

    private void Queue(IStatement statement, object?[] values, Table? mustWrite)
    {
        _queue.Add(new QueuedRow(statement, values, mustWrite));
        if (_queue.Count >= MostQueued)
        {
            Flush();
        }
    }

    private void Flush()
    {
        foreach (var (statement, values, mustWrite) in _queue)
        {
            if (statement.Run(_transaction!, values) == 0 && mustWrite is { } table)
            {
                throw new RefusedException($"number {values[0]} of {table.Name} belongs to another already: try again");
            }
        }

        _queue.Clear();
    }

    private readonly record struct QueuedRow(IStatement Statement, object?[] Values, Table? MustWrite);
}
