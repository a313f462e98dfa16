using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BootService.Core.Events;
using BootService.Core.Stored;
using BootService.Core.Stores;
using BootService.Storage.Sql;

namespace BootService.Storage.Stores;

/// <summary>
/// Boot events. Of each host the newest are kept, and of all unknown machines together: whoever invents hardware addresses must not fill the disk.
/// </summary>
/// <param name="engine">Where.</param>
/// <param name="rowOf">Makes the row of an event; null for the one that every database has.</param>
internal sealed class BootEventStore(Engine engine, Func<BootEvent, QueuedRow>? rowOf = null) : IBootEventStore
{
    /// <summary>How many events of machines that are no host of ours are kept.</summary>
    public const long KeptUnknown = 20_000;

    /// <summary>How many more may gather before the oldest are removed: looking for them costs more than adding one.</summary>
    public const int Slack = 200;

    // Which hosts have had how many events added since theirs were last pruned; the empty name is every unknown machine.
    private readonly Dictionary<string, int> _added = new(StringComparer.Ordinal);

    private static readonly Statement Insert = new(TableText.Put(LogTables.Events));

    private static readonly Statement Prune = new(TableText.Trim(LogTables.Events));

    public Task AppendAsync(IReadOnlyList<BootEvent> events, CancellationToken cancel) => engine.WriteAsync(
        session =>
        {
            var rows = new List<QueuedRow>(events.Count);
            foreach (var happened in events)
            {
                Queue(rows, happened);
            }

            session.Run(rows);
        },
        cancel);

    public Task<ImmutableArray<BootEvent>> ListAsync(IReadOnlyCollection<string> hosts, int most, CancellationToken cancel)
    {
        var read = LogTables.Events.Reader();
        return Task.Run(
            () => engine.Read(connection => connection.AskNewest(
                engine.Dialect, TableText.All(LogTables.Events), LogTables.Events, "host", hosts, most, row => read(row).Read())),
            cancel);
    }

    private void Queue(List<QueuedRow> rows, in BootEvent happened)
    {
        rows.Add(rowOf?.Invoke(happened) ?? new QueuedRow(Insert, LogTables.Events.CellsOf(StoredEvent.Of(happened))));
        ref var added = ref CollectionsMarshal.GetValueRefOrAddDefault(_added, happened.Host ?? string.Empty, out _);
        if (++added >= Slack)
        {
            added = 0;
            rows.Add(new QueuedRow(Prune, [happened.Host, happened.Host is null ? KeptUnknown : engine.Kept.Events]));
        }
    }
}
