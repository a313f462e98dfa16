using BootService.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace BootService.Storage;

/// <summary>
/// Reads beside the writer: each question has a connection of its own from a pool, and a write-ahead log lets them go on while something is written.
/// </summary>
internal sealed class ReadConnections(string file, string? vfs) : IDisposable
{
    private readonly string _how =
        new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 5, Vfs = vfs }.ToString();

    /// <summary>Asks something, all of it of one moment.</summary>
    /// <exception cref="StorageException">The file cannot be read, or holds what no version of ours writes.</exception>
    public T Read<T>(Func<SqliteConnection, T> question) => Ask(connection =>
    {
        using var moment = connection.BeginTransaction(deferred: true);
        return question(connection);
    });

    /// <summary>Asks what takes no transaction.</summary>
    /// <exception cref="StorageException">As with <see cref="Read"/>.</exception>
    public T Ask<T>(Func<SqliteConnection, T> question)
    {
        try
        {
            using var connection = new SqliteConnection(_how);
            connection.Open();
            return question(connection);
        }
        catch (SqliteException fault)
        {
            throw SqliteFault.Of(file, fault);
        }
        catch (DamagedRowException fault)
        {
            throw SqliteFault.Damaged(file, fault.Message, fault);
        }
    }

    public void Dispose()
    {
        using var any = new SqliteConnection(_how);
        SqliteConnection.ClearPool(any);
    }
}
