using System.Text.Json;
using BootService.Core.Inventories;
using BootService.Core.Stored;
using BootService.Core.Stores;
using BootService.Storage.Sql;
using BootService.Storage.Stores;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>The version of the state and the commits that led to it, as they are written and read inside transactions of others.</summary>
internal sealed class CommitLog(string frontend, TimeProvider time)
{
    // What goes in one message: at a tenth of a millisecond each, half a million attributes would take a minute.
    private const int MostQueued = 2000;

    // Looking for old commits costs more than writing one.
    private const long TrimEvery = 256;

    private static readonly Statement Trim = new(TableText.Trim(SharedTables.Commits));
    private static readonly Statement Put = new(TableText.Put(SharedTables.Commits));
    private static readonly Statement SetVersion = new(TableText.Put(SharedTables.State));
    private static readonly Statement Notify = new($"SELECT pg_notify('{Channel}', $1)");
    /// <summary>Asks for the version that the state has now.</summary>
    public static readonly string Version = $"SELECT version FROM {SharedTables.State.Name} WHERE name = '{StateVersion.Appliance}'";

    /// <summary>The same, and what the commit that led there is called.</summary>
    public static readonly string VersionAndCommit =
        $"SELECT version, (SELECT id FROM {SharedTables.Commits.Name} WHERE {SharedTables.Commits.Name}.version = {SharedTables.State.Name}.version) "
        + $"FROM {SharedTables.State.Name} WHERE name = '{StateVersion.Appliance}'";

    // What was done in a commit may be half a million attributes: who wants to know which commit it was does not ask for it.
    private static readonly string Id = $"SELECT id FROM {SharedTables.Commits.Name} WHERE version = $1";
    private static readonly string After = $"{TableText.All(SharedTables.Commits)} WHERE version > $1 ORDER BY version";

    // Who gave up waiting for an answer may still be told it: the pair changes as one.
    private volatile KnownCommit _known = new(0, null);

    /// <summary>The channel on which each commit's version is told.</summary>
    public const string Channel = "bootservice";

    /// <summary>What writes the rows of changes.</summary>
    public RowWriter Rows { get; } = new(MostQueued);

    /// <summary>The newest version that this frontend read or wrote.</summary>
    public long Known => _known.Version;

    /// <summary>
    /// Whether a version that is known was made by another commit than the one that is known: the database lost that one, and somebody has written since.
    /// </summary>
    public bool IsAnother(long version, string? id) => _known is { Id: { } known } pair && pair.Version == version && known != id;

    /// <summary>The version that the state has now.</summary>
    public static long Now(NpgsqlConnection connection) => Cell(connection, Version) as long? ?? 0;

    /// <summary>The version that the state has now, which it keeps until the transaction ends.</summary>
    public static long Hold(NpgsqlConnection connection) =>
        Cell(connection, $"{Version} FOR UPDATE") as long?
            ?? throw new StorageException("the table state of the database holds nothing: it was emptied by hand, so put a dump back");

    /// <summary>The version that a commit made; null when it was not made, or is long past.</summary>
    public static long? VersionOf(NpgsqlConnection connection, Guid id) =>
        Cell(connection, "SELECT version FROM commits WHERE id = $1", id.ToString()) as long?;

    /// <summary>Takes note of what is known now.</summary>
    public void Learn(long version, Guid id) => _known = new KnownCommit(version, id.ToString());

    /// <summary>The whole state.</summary>
    public StoredState Load(NpgsqlConnection connection)
    {
        var version = Now(connection);
        var state = new StoredState(InventoryReader.Read(connection, PostgresDialect.Instance), version);
        _known = new KnownCommit(version, IdOf(connection, version));
        return state;
    }

    /// <summary>What was committed since a version; null for nothing.</summary>
    /// <param name="connection">Where to ask; inside a transaction that sees one moment or holds the version.</param>
    /// <param name="known">The version that is known.</param>
    /// <param name="now">The version of now.</param>
    public Missed? Since(NpgsqlConnection connection, long known, long now)
    {
        var (wasVersion, wasId) = _known;
        if (now == known && wasVersion == known && wasId is null)
        {
            return null;
        }

        var id = IdOf(connection, known);
        var isMine = wasVersion != known || wasId is null || id == wasId;
        if (now == known && isMine)
        {
            return null;
        }

        var later = connection.Ask(PostgresDialect.Instance, After, SharedTables.Commits, SharedTables.Commits.Reader(), known);
        if (isMine && now >= known && later.Count == now - known && ChangesOf(later) is { } changes)
        {
            _known = new KnownCommit(now, later[^1].Id);
            return new Missed(changes, now);
        }

        // Of what is kept of the past the version that is known must be a part, unless it is too long ago.
        var isLost = now < known || (id is not null && !isMine);
        return new Missed(Load(connection).Changes, now) { IsWhole = true, Lost = isLost ? Math.Max(1, known - now) : 0 };
    }

    /// <summary>What commits did; null when programs of another version are among their writers, whose words may not mean all that the tables have.</summary>
    private static IReadOnlyList<Change>? ChangesOf(List<CommitRow> commits)
    {
        try
        {
            return commits.TrueForAll(commit => commit.Schema == PostgresSchema.Newest)
                ? [.. commits.SelectMany(commit => JsonSerializer.Deserialize(commit.Changes.Span, StoredJson.Default.ImmutableArrayChange))]
                : null;
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>What others are told of changes.</summary>
    public static byte[] Told(IReadOnlyList<Change> changes) =>
        JsonSerializer.SerializeToUtf8Bytes([.. changes.Select(Told).OfType<Change>()], StoredJson.Default.ImmutableArrayChange);

    /// <summary>Writes a commit down, after its rows.</summary>
    public void Write(PostgresSession session, long version, Guid id, byte[] told)
    {
        var rows = new List<QueuedRow>
        {
            new(Put, SharedTables.Commits.CellsOf(new CommitRow(version, id.ToString(), frontend, time.GetUtcNow(), told)
            {
                Schema = PostgresSchema.Newest,
            })),
            new(SetVersion, SharedTables.State.CellsOf(new StateVersion(StateVersion.Appliance, version))),
            new(Notify, [version.ToString()]),
        };
        if (version % TrimEvery == 0)
        {
            rows.Add(new(Trim, [SharedTables.Commits.Kept!.Most]));
        }

        session.Run(rows);
    }

    // Others need what changes the inventory: kickstarts they read from the tables, each keeps keys of its own.
    private static Change? Told(Change change) => change switch
    {
        Change.FrontendKeysRead or Change.PowerSwitched => null,
        Change.AttemptSet { Profile: not null } armed => armed with { Profile = null },
        _ => change,
    };

    /// <summary>What the commit that led to a version is called; null when none is kept.</summary>
    private static string? IdOf(NpgsqlConnection connection, long version) => Cell(connection, Id, version) as string;

    private static object? Cell(NpgsqlConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command.ExecuteScalar();
    }

    private sealed record KnownCommit(long Version, string? Id);
}
