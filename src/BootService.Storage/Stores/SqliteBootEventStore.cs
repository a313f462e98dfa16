using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BootService.Core.Events;
using BootService.Core.Stored;
using BootService.Core.Stores;
using BootService.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>Boot events in SQLite. Of each host the newest are kept, and of all unknown machines together: whoever invents hardware addresses must not fill the disk.</summary>
internal sealed class SqliteBootEventStore(WriteConnection writer, ReadConnections readers) : IBootEventStore, IDisposable
{
    /// <summary>How many events of machines that are no host of ours are kept.</summary>
    public const int KeptUnknown = 20_000;

    /// <summary>How many more may gather before the oldest are removed: looking for them costs more than adding one.</summary>
    public const int Slack = 200;

    /// <summary>How many events of a host are kept.</summary>
    public static readonly int KeptPerHost = (int)LogTables.Events.Kept!.Most;

    // Which hosts have had how many events added since theirs were last pruned; the empty name is every unknown machine.
    private readonly Dictionary<string, int> _added = new(StringComparer.Ordinal);

    private readonly IStatement _insert = SqliteDialect.Instance.Prepare(writer.Connection, TableText.Put(LogTables.Events));

    private readonly IStatement _prune = SqliteDialect.Instance.Prepare(writer.Connection, TableText.Trim(LogTables.Events));

    public Task AppendAsync(IReadOnlyList<BootEvent> events, CancellationToken cancel) => writer.WriteAsync(
        transaction =>
        {
            foreach (var happened in events)
            {
                Insert(transaction, happened);
            }
        },
        cancel);

    public Task<ImmutableArray<BootEvent>> ListAsync(IReadOnlyCollection<string> hosts, int most, CancellationToken cancel)
    {
        var read = LogTables.Events.Reader();
        return Task.Run(
            () => readers.Read(connection => connection.AskNewest(
                SqliteDialect.Instance, TableText.All(LogTables.Events), LogTables.Events, "host", hosts, most, row => read(row).Read())),
            cancel);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _prune.Dispose();
    }

    private void Insert(SqliteTransaction transaction, in BootEvent happened)
    {
        _insert.Run(transaction, LogTables.Events.CellsOf(StoredEvent.Of(happened)));
        ref var added = ref CollectionsMarshal.GetValueRefOrAddDefault(_added, happened.Host ?? string.Empty, out _);
        if (++added >= Slack)
        {
            added = 0;
            _prune.Run(transaction, happened.Host, happened.Host is null ? KeptUnknown : KeptPerHost);
        }
    }
}
