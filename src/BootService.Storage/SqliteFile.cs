using BootService.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace BootService.Storage;

/// <summary>Makes a database of this version in a file, all of it in one transaction.</summary>
internal static class SqliteFile
{
    /// <summary>Makes it and fills it.</summary>
    /// <param name="file">An empty file.</param>
    /// <param name="fill">Fills it.</param>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static T Make<T>(string file, Func<IRowSession, T> fill)
    {
        try
        {
            return Filled(file, fill);
        }
        catch (SqliteException fault)
        {
            throw SqliteFault.Of(file, fault);
        }
    }

    private static T Filled<T>(string file, Func<IRowSession, T> fill)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, ForeignKeys = true }.ToString());
        connection.Open();
        using var session = new SqliteSession(connection);
        using var transaction = connection.BeginTransaction(deferred: false);
        using (var schema = connection.CreateCommand())
        {
            schema.CommandText = Schema.Sqlite.Script;
            schema.ExecuteNonQuery();
        }

        // A migration counts what the tables before it held; here it all comes with the copy.
        session.Run([new QueuedRow(new Statement("DELETE FROM counters"), [])]);
        var filled = fill(session);
        transaction.Commit();
        return filled;
    }
}
