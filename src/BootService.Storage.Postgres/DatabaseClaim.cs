using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>Who uses a database: one daemon alone, or several that each have a name.</summary>
/// <remarks>Locks of the server on a connection of its own, which go with the connection; they are taken anew when that broke. Who is alone holds the first
/// lock
/// against everybody, who has a name shares it and holds one of the name besides.</remarks>
internal sealed class DatabaseClaim : IDisposable
{
    // "bootsrv" in ASCII, and "1" behind it; "name".
    private const long Lock = 0x626F_6F74_7372_7631;
    private const int OfName = 0x6E61_6D65;

    private readonly PostgresEngine _engine;
    private readonly string? _name;
    private NpgsqlConnection _connection;

    private DatabaseClaim(PostgresEngine engine, string? name) => (_engine, _name, _connection) = (engine, name, Claimed(engine, name));

    /// <summary>Claims the database.</summary>
    /// <param name="engine">Where it is.</param>
    /// <param name="name">The name of this frontend among others; null to be alone.</param>
    /// <exception cref="StorageException">Another daemon has it, or the name.</exception>
    public static DatabaseClaim Of(PostgresEngine engine, string? name = null) => new(engine, name);

    /// <summary>Claims it again after its connection broke.</summary>
    /// <exception cref="StorageException">Another daemon took it meanwhile.</exception>
    public void Renew()
    {
        if (!IsHeld())
        {
            _connection.Dispose();
            _connection = Claimed(_engine, _name);
        }
    }

    public void Dispose()
    {
        // Locks stay with a connection that goes back to the pool.
        _engine.Forget();
        _connection.Dispose();
    }

    private bool IsHeld()
    {
        try
        {
            using var command = new NpgsqlCommand("SELECT 1", _connection);
            command.ExecuteScalar();
            return true;
        }
        catch (Exception fault) when (fault is InvalidOperationException || PostgresFault.IsOfConnection(fault))
        {
            return false;
        }
    }

    private static NpgsqlConnection Claimed(PostgresEngine engine, string? name)
    {
        var connection = engine.Open();
        try
        {
            if (!Take(connection, name is null ? $"SELECT pg_try_advisory_lock({Lock})" : $"SELECT pg_try_advisory_lock_shared({Lock})"))
            {
                throw new StorageException(name is null
                    ? $"another bootservice{Holder(connection)} is using the database {engine.Address.Place}: stop it, give this one a database of its own, or "
                        + "give each a name (Frontend:Name) to share it"
                    : $"another bootservice{Holder(connection)} is using the database {engine.Address.Place} alone: give it a name of its own (Frontend:Name) "
                        + "and start it anew");
            }

            if (name is not null && !Take(connection, $"SELECT pg_try_advisory_lock({OfName}, hashtext($1))", name))
            {
                throw new StorageException(
                    $"another bootservice that is called {name} is using the database {engine.Address.Place}: give this one a Frontend:Name of its own");
            }

            return connection;
        }
        catch
        {
            engine.Forget();
            connection.Dispose();
            throw;
        }
    }

    private static bool Take(NpgsqlConnection connection, string sql, string? name = null)
    {
        using var command = new NpgsqlCommand(sql, connection);
        if (name is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = name });
        }

        return command.ExecuteScalar() is true;
    }

    private static string Holder(NpgsqlConnection connection)
    {
        using var holder = new NpgsqlCommand(
            $"SELECT application_name || coalesce(' from ' || host(client_addr), '') FROM pg_locks JOIN pg_stat_activity USING (pid) "
                + $"WHERE locktype = 'advisory' AND granted AND datname = current_database() AND classid = {Lock >> 32} AND objid = {Lock & uint.MaxValue} "
                    + "LIMIT 1",
            connection);
        return holder.ExecuteScalar() as string is { Length: > 0 } name ? $" ({name})" : string.Empty;
    }
}
