using System.Data.Common;
using System.Runtime.InteropServices;
using BootService.Core;
using BootService.Core.Audits;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Stored;
using BootService.Storage.Sql;
using BootService.Storage.Texts;

namespace BootService.Storage.Stores;

/// <summary>
/// Puts changes into the tables, by prepared statements. Rows are queued and flushed in order: a database that is asked over a network gets many at a time.
/// </summary>
/// <param name="mostQueued">How many rows go at a time.</param>
internal sealed class RowWriter(int mostQueued) : IRows
{
    private static readonly Statement LastChange = new("SELECT coalesce(max(change), 0) FROM audit");
    private static readonly Statement Undone = new("UPDATE undos SET undone_by = $2 WHERE change = $1");

    private readonly Dictionary<(Table Table, string Verb), Statement> _statements = [];
    private readonly List<QueuedRow> _queue = [];

    // One transaction may hand a card from one host to another: the parts of all that it touches are removed on the way, and written at its end.
    private readonly Dictionary<(Table Table, object? Key), Action> _parts = [];

    // What is packed against what is known of texts, and which of them this transaction has written already.
    private readonly TextPacker _packer = new();
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private IRowSession? _session;
    private KeptRows _kept = KeptRows.Usual;
    private long? _change;

    /// <summary>
    /// Writes changes, and refuses what the database cannot hold. What can be refused was refused before it came here (<see cref="InventoryRules"/>); this is
    /// the last net below it.
    /// </summary>
    /// <exception cref="RefusedException">A rule of the schema is broken.</exception>
    public void WriteLawfully(Dialect dialect, KeptRows kept, IRowSession session, IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log)
    {
        _kept = kept;

        // Made beside the rows of the changes: what is said of half a million values takes as long as they do.
        var logged = Task.Run(() => log.Select(LoggedChange.Of).ToList());
        try
        {
            Write(session, changes, logged);
        }
        catch (DbException fault) when (dialect.IsConstraint(fault))
        {
            throw new RefusedException($"the database does not take this: {dialect.Words(fault)}");
        }
    }

    private void Write(IRowSession session, IReadOnlyList<Change> changes, Task<List<LoggedChange>> logged)
    {
        _session = session;
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

            foreach (var said in logged.GetAwaiter().GetResult())
            {
                Log(said);
            }

            if (_change is not null)
            {
                Trim(LogTables.Audit);
            }

            Flush();
            session.Finish();
        }
        finally
        {
            _queue.Clear();
            _parts.Clear();
            _texts.Clear();
            (_session, _change) = (null, null);
        }
    }

    public void Put<T>(Table<T> table, T value)
    {
        var cells = table.CellsOf(value);
        Queue(Of(table, "put", some => Statement.Of(TableText.Puts(some))), cells, table.HasFixed ? table : null);
        if (table.Parts is { } parts)
        {
            parts.Release(this, value);
            PutLater((table, cells[0]), parts, value);
        }
    }

    // Apart from Put: what is to be done later is an object of its own, and of most rows nothing is.
    private void PutLater<T>((Table Table, object? Key) of, Parts<T> parts, T value) => _parts[of] = () => parts.Put(this, value);

    public void Keep(long attempt, FrozenAnswer answer)
    {
        var packed = _packer.Pack(answer);
        foreach (var text in packed.Texts.Where(text => _texts.Add(text.Digest)))
        {
            Put(InstallTables.Texts, text);
        }

        Put(InstallTables.Kickstarts, new StoredKickstart(attempt, answer.Name, packed.Text, packed.Masked));
    }

    public void Remove<T>(Table<T> table, params ReadOnlySpan<object> key)
    {
        var cells = new object?[key.Length];
        for (var at = 0; at < key.Length; at++)
        {
            cells[at] = table.Columns[at].CellOf(key[at]);
        }

        Queue(Of(table, $"remove {cells.Length}", some => new Statement(TableText.Remove(some, cells.Length))), cells);
        _parts.Remove((table, cells[0]));
    }

    public void Trim<T>(Table<T> table, params ReadOnlySpan<object?> of)
    {
        var kept = table.Kept!;
        var most = _kept.MostOf(table);
        object?[] values = kept.Of is { } column ? [table.Columns.Single(one => one.Name == column).CellOf(of[0]), most] : [most];
        Queue(Of(table, "trim", some => new Statement(TableText.Trim(some))), values);
    }

    /// <summary>Writes a line for each thing that changed, and what it takes to take them back.</summary>
    private void Log(LoggedChange said)
    {
        _change ??= _session!.Ask(LastChange) ?? 0;
        var change = ++_change ?? 0;
        foreach (var line in said.Record.Lines)
        {
            Put(LogTables.Audit, AuditText.Cut(new AuditedLine(change, said.Record.At, said.Record.By, line, null)));
        }

        if (said.Record.Undoes is { } undone)
        {
            Queue(Undone, [undone, change]);
        }
        else if (said.Undo is { } undo)
        {
            Put(LogTables.Undos, new StoredUndo(change, undo, null));
            Trim(LogTables.Undos);
        }
    }

    private Statement Of(Table table, string verb, Func<Table, Statement> make)
    {
        ref var statement = ref CollectionsMarshal.GetValueRefOrAddDefault(_statements, (table, verb), out _);
        return statement ??= make(table);
    }

    private void Queue(Statement statement, object?[] values, Table? owner = null)
    {
        _queue.Add(new QueuedRow(statement, values, owner));
        if (_queue.Count >= mostQueued)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _session!.Run(_queue);
        _queue.Clear();
    }
}
