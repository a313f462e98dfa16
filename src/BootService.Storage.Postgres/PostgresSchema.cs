using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>
/// Makes the schema of this version, or brings an older one up to it: one transaction, so that it is done or not, and one frontend at a time.
/// </summary>
internal static class PostgresSchema
{
    private const int OldestServer = 15;

    // "bootsrv" in ASCII: whoever makes or changes the schema holds the lock of this number.
    private const long Lock = 0x0062_6F6F_7473_7276;

    /// <summary>This version's schema.</summary>
    public static Schema Schema { get; } = Schema.In(typeof(PostgresSchema).Assembly);

    /// <summary>The newest migration of this version.</summary>
    public static string Newest => Schema.Migrations[^1];

    /// <summary>The migration of a newer version that the database has had; null when it has had none.</summary>
    public static string? Newer(NpgsqlConnection connection) => Newer(Applied(connection));

    /// <summary>Brings the database to the schema of this version.</summary>
    /// <exception cref="StorageException">It is newer than we are, is not ours, or its server will not do.</exception>
    public static void Run(PostgresEngine engine)
    {
        using var connection = engine.Open();
        Check(connection, engine.Address);
        ConnectionPooler.Refuse(engine, connection);
        using var transaction = connection.BeginTransaction();
        Upgrade(connection, engine.Address);
        transaction.Commit();
        connection.ReloadTypes();
    }

    /// <summary>What <see cref="Run"/> would do, inside a transaction that the caller takes back.</summary>
    /// <returns>The migrations that are missing, oldest first; all of them where there is no database of ours yet.</returns>
    public static IReadOnlyList<string> Upgrade(NpgsqlConnection connection, PostgresAddress address)
    {
        Do(connection, $"SET LOCAL lock_timeout = '60s'; SELECT pg_advisory_xact_lock({Lock})");
        var applied = Applied(connection);
        if (applied.Count == 0
            && Ask<long>(connection, "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'") > 0)
        {
            throw new StorageException(
                $"{address.Place} is a database of something else: make one of its own (\"createdb --owner={address.Way.Username} NAME\"), and name it in "
                    + "Database:Connection");
        }

        if (Newer(applied) is { } newer)
        {
            throw new StorageException(
                $"the database {address.Place} was written by a newer bootservice (its schema is {newer}): install that version again, or load a dump from "
                    + "before into another database");
        }

        if (applied.Count < Schema.Migrations.Length)
        {
            Do(connection, Schema.After(applied.Count));
            Do(connection, "INSERT INTO state (name, version) VALUES ('appliance', 0) ON CONFLICT (name) DO NOTHING");
        }

        return [.. Schema.Migrations.Skip(applied.Count)];
    }

    /// <summary>Looks whether the database takes changes: where the schema is up to date nothing else would show it.</summary>
    /// <exception cref="StorageException">It takes none.</exception>
    public static void DemandChanges(NpgsqlConnection connection, PostgresAddress address)
    {
        if (Ask<string>(connection, "SHOW transaction_read_only") is "on")
        {
            throw new StorageException(PostgresFault.TakesNone(address));
        }
    }

    /// <summary>Whether the server will do.</summary>
    /// <exception cref="StorageException">It is too old, or keeps text in another encoding.</exception>
    public static void Check(NpgsqlConnection connection, PostgresAddress address)
    {
        if (connection.PostgreSqlVersion.Major < OldestServer)
        {
            throw new StorageException(
                $"the server of {address.Place} is PostgreSQL {connection.PostgreSqlVersion.Major}, and {OldestServer} or newer is needed: upgrade it, or name "
                    + "another server in Database:Connection");
        }

        if (Ask<string>(connection, "SHOW server_encoding") is not "UTF8" and var encoding)
        {
            throw new StorageException(
                $"the database {address.Place} keeps text as {encoding}, and UTF8 is needed: make it with \"createdb --encoding=UTF8 --template=template0 "
                    + $"--owner={address.Way.Username} {address.Way.Database}\"");
        }
    }

    private static string? Newer(IEnumerable<string> applied) => applied.Except(Schema.Migrations, StringComparer.Ordinal).FirstOrDefault();

    private static List<string> Applied(NpgsqlConnection connection)
    {
        var applied = new List<string>();
        if (!Ask<bool>(connection, """SELECT to_regclass('"__EFMigrationsHistory"') IS NOT NULL"""))
        {
            return applied;
        }

        using var command = new NpgsqlCommand("""SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY 1""", connection);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            applied.Add(rows.GetString(0));
        }

        return applied;
    }

    private static T Ask<T>(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return (T)command.ExecuteScalar()!;
    }

    private static void Do(NpgsqlConnection connection, string sql)
    {
        // Another frontend may be at it.
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        command.ExecuteNonQuery();
    }
}
