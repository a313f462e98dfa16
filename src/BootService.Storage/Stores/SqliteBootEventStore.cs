using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BootService.Core.Events;
using BootService.Core.Stores;
using BootService.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>Boot events in SQLite. Of each host the newest are kept, and of all unknown machines together: whoever invents hardware addresses must not fill the disk.</summary>
internal sealed class SqliteBootEventStore(WriteConnection writer, ReadConnections readers) : IBootEventStore, IDisposable
{
    /// <summary>How many events of a host are kept.</summary>
    public const int KeptPerHost = 2_000;

    /// <summary>How many events of machines that are no host of ours are kept.</summary>
    public const int KeptUnknown = 20_000;

    /// <summary>How many more may gather before the oldest are removed: looking for them costs more than adding one.</summary>
    public const int Slack = 200;

    private const string All = "SELECT at, mac, stage, outcome, what, host, attempt, why, address, bytes, took FROM events";

    // Which hosts have had how many events added since theirs were last pruned; the empty name is every unknown machine.
    private readonly Dictionary<string, int> _added = new(StringComparer.Ordinal);

    private readonly Statement _insert = Statement.Insert(
        writer.Connection, "events", "at", "mac", "stage", "outcome", "what", "host", "attempt", "why", "address", "bytes", "took");

    private readonly Statement _prune = new(
        writer.Connection, "DELETE FROM events WHERE host IS @1 AND id <= (SELECT id FROM events WHERE host IS @1 ORDER BY id DESC LIMIT 1 OFFSET @2)", 2);

    public Task AppendAsync(IReadOnlyList<BootEvent> events, CancellationToken cancel) => writer.WriteAsync(
        transaction =>
        {
            foreach (var happened in events)
            {
                Insert(transaction, happened);
            }
        },
        cancel);

    public Task<ImmutableArray<BootEvent>> ListAsync(IReadOnlyCollection<string> hosts, int most, CancellationToken cancel) =>
        Task.Run(() => readers.Read(connection => connection.AskNewest(All, "host", hosts, most, Event)), cancel);

    public void Dispose()
    {
        _insert.Dispose();
        _prune.Dispose();
    }

    private void Insert(SqliteTransaction transaction, in BootEvent happened)
    {
        _insert.Run(
            transaction, Columns.Of(happened.At), Columns.Of(happened.Mac), happened.Stage.ToString(), happened.Outcome.ToString(), happened.What, happened.Host, happened.Attempt,
            happened.Why, Columns.Of(happened.Address), happened.Bytes, Columns.Of(happened.Took));

        ref var added = ref CollectionsMarshal.GetValueRefOrAddDefault(_added, happened.Host ?? string.Empty, out _);
        if (++added >= Slack)
        {
            added = 0;
            _prune.Run(transaction, happened.Host, happened.Host is null ? KeptUnknown : KeptPerHost);
        }
    }

    private static BootEvent Event(SqliteDataReader row) => new(row.Time(0), row.Mac(1), row.Word<BootStage>(2), row.Word<BootOutcome>(3), row.Text(4))
    {
        Host = row.TextOrNull(5),
        Attempt = row.Number(6),
        Why = row.TextOrNull(7),
        Address = row.Address(8),
        Bytes = row.Number(9),
        Took = row.Duration(10),
    };
}
