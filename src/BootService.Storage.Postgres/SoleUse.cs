using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>That this daemon is the only one at a database: leases, events and files of frontends beside each other are not told between them yet.</summary>
/// <remarks>A lock of the server on a connection of its own, which goes with the connection; it is taken anew when that broke.</remarks>
internal sealed class SoleUse : IDisposable
{
    // "bootsrv" in ASCII, and "1" behind it.
    private const long Lock = 0x626F_6F74_7372_7631;

    private readonly PostgresEngine _engine;
    private NpgsqlConnection _connection;

    private SoleUse(PostgresEngine engine) => (_engine, _connection) = (engine, Claimed(engine));

    /// <summary>Claims the database.</summary>
    /// <exception cref="StorageException">Another daemon has it.</exception>
    public static SoleUse Of(PostgresEngine engine) => new(engine);

    /// <summary>Claims it again after its connection broke.</summary>
    /// <exception cref="StorageException">Another daemon took it meanwhile.</exception>
    public void Renew()
    {
        if (!IsHeld())
        {
            _connection.Dispose();
            _connection = Claimed(_engine);
        }
    }

    public void Dispose() => _connection.Dispose();

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

    private static NpgsqlConnection Claimed(PostgresEngine engine)
    {
        var connection = engine.Open();
        try
        {
            using var claim = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Lock})", connection);
            if (claim.ExecuteScalar() is true)
            {
                return connection;
            }

            using var holder = new NpgsqlCommand(
                $"SELECT application_name || coalesce(' from ' || host(client_addr), '') FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND classid = {Lock >> 32} AND objid = {Lock & uint.MaxValue} LIMIT 1",
                connection);
            var who = holder.ExecuteScalar() as string is { Length: > 0 } name ? $" ({name})" : string.Empty;
            throw new StorageException($"another bootservice{who} is using the database {engine.Address.Place}: stop it, or give this one a database of its own");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
