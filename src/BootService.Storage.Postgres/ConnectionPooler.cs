using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>
/// Whether something between here and the server hands one of its connections to several of ours, as pgbouncer does in its modes <c>transaction</c> and
/// <c>statement</c>. Locks, settings and prepared statements are a connection's own: two frontends of one name would not know of each other there, and one
/// that stands still in its turn would keep it.
/// </summary>
internal static class ConnectionPooler
{
    private const string Mark = "bootservice.connection";

    /// <summary>Refuses a way to the server on which connections are not our own.</summary>
    /// <exception cref="StorageException">They are not.</exception>
    public static void Refuse(PostgresEngine engine, NpgsqlConnection connection)
    {
        using var other = engine.Open();
        if (IsBetween(connection, other))
        {
            throw new StorageException(
                $"a pooler in front of {engine.Address.Place} hands one connection to several clients, and locks of one would be all the others': set its mode "
                    + "to session (pool_mode of pgbouncer), or name the server itself in Database:Connection");
        }
    }

    /// <summary>Whether what one connection says of itself is lost to it, or known to another, while that one is in a transaction.</summary>
    public static bool IsBetween(NpgsqlConnection connection, NpgsqlConnection other)
    {
        var name = Guid.NewGuid().ToString("N");
        Ask(connection, $"SELECT set_config('{Mark}', '{name}', false)");
        using var transaction = other.BeginTransaction();
        var seen = Ask(other, $"SELECT current_setting('{Mark}', true)");
        var kept = Ask(connection, $"SELECT current_setting('{Mark}', true)");
        transaction.Rollback();
        return seen == name || kept != name;
    }

    private static string? Ask(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar() as string;
    }
}
