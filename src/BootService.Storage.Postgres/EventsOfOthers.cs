using BootService.Core.Events;
using BootService.Core.Stored;
using BootService.Storage.Sql;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>
/// Numbers this frontend's events, so that others see which they have not read: numbers that the server gives would have gaps that are filled later. One batch
/// is written at a time.
/// </summary>
internal sealed class NumberedEvents(PostgresEngine engine, string frontend)
{
    private static readonly Statement Insert = Statement.Of(TableText.Puts(SharedTables.Events));

    private long? _last;

    /// <summary>The row of an event, with the next number.</summary>
    public QueuedRow Row(BootEvent happened)
    {
        _last ??= engine.Read(connection => EventsOfOthers.Last((NpgsqlConnection)connection).GetValueOrDefault(frontend));
        return new QueuedRow(Insert, SharedTables.Events.CellsOf(new SharedEvent(StoredEvent.Of(happened), frontend, ++_last)));
    }
}

/// <summary>Reads what happened at other frontends, from where it was read last.</summary>
internal sealed class EventsOfOthers(string here)
{
    private const int MostAtOnce = 2048;

    private static readonly string Unseen =
        $"SELECT {TableText.Names(SharedTables.Events)} FROM {SharedTables.Frontends.Name} "
        + "LEFT JOIN unnest($2::text[], $3::bigint[]) AS seen (name, n) ON seen.name = frontends.name "
        + $"JOIN LATERAL (SELECT * FROM {SharedTables.Events.Name} AS theirs WHERE theirs.frontend = frontends.name AND theirs.n > coalesce(seen.n, 0) "
        + $"ORDER BY theirs.n LIMIT {MostAtOnce}) AS events ON true WHERE frontends.name <> $1";

    private Dictionary<string, long>? _seen;

    /// <summary>What was not read so far; nothing at first.</summary>
    public IReadOnlyList<BootEvent> Read(NpgsqlConnection connection)
    {
        if (_seen is null)
        {
            _seen = Last(connection);
            return [];
        }

        var rows = connection.Ask(
            PostgresDialect.Instance, Unseen, SharedTables.Events, Reader(), here, _seen.Keys.ToArray(), _seen.Values.ToArray());
        foreach (var (frontend, number, _) in rows)
        {
            _seen[frontend] = Math.Max(number, _seen.GetValueOrDefault(frontend));
        }

        return [.. rows.Select(row => row.Happened).OfType<BootEvent>().OrderBy(happened => happened.At)];
    }

    private static Func<IRow, (string Frontend, long Number, BootEvent? Happened)> Reader()
    {
        var read = SharedTables.Events.Reader();
        var (frontend, number) = (SharedTables.Events.Columns.Count - 2, SharedTables.Events.Columns.Count - 1);
        return row =>
        {
            try
            {
                return (row.Text(frontend), row.Number(number), read(row).Event.Read());
            }
            catch (Exception unknown) when (unknown is FormatException or OverflowException or ArgumentException)
            {
                // A newer version has words that this one does not know: it is passed over, and what comes after it is read.
                return (row.Text(frontend), row.Number(number), null);
            }
        };
    }

    /// <summary>The number of the newest event of each frontend.</summary>
    public static Dictionary<string, long> Last(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            $"SELECT frontend, max(n) FROM {SharedTables.Events.Name} WHERE frontend IS NOT NULL GROUP BY frontend", connection);
        using var reader = command.ExecuteReader();
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        while (reader.Read())
        {
            last[reader.GetString(0)] = reader.GetInt64(1);
        }

        return last;
    }
}
