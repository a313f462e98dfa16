using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BootService.Storage;

/// <summary>Brings a database of any age to the schema of this version, a copy of it first.</summary>
internal static class SchemaUpgrade
{
    /// <exception cref="StorageException">It is newer than we are, or is not ours.</exception>
    public static void Run(DataFolder folder, SqliteConnection connection)
    {
        using var db = new BootDb(new DbContextOptionsBuilder<BootDb>().UseSqlite(connection).Options);
        var known = db.Database.GetMigrations().ToList();
        var applied = AppliedMigrations(connection);
        if (applied.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } newer)
        {
            throw new StorageException($"the database {folder.File} was written by a newer bootservice (its schema is {newer}): install that version again, or put the copy {folder.File}.before-{newer} in its place");
        }

        if (known.Except(applied, StringComparer.Ordinal).FirstOrDefault() is not { } next)
        {
            return;
        }

        if (applied.Count > 0)
        {
            CopyAside(connection, folder.NewCopyBefore(next));
        }
        else if (Scalar(connection, "SELECT count(*) FROM sqlite_master") > 0)
        {
            throw new StorageException($"{folder.File} is a database of something else: move it aside, or set DataDirectory to another folder");
        }

        // A migration that was cut off leaves its lock behind and the next one waits for it for ever. We hold the folder: nobody else can be migrating.
        Run(connection, "DROP TABLE IF EXISTS __EFMigrationsLock");
        db.Database.Migrate();
    }

    private static List<string> AppliedMigrations(SqliteConnection connection)
    {
        var applied = new List<string>();
        if (Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'") == 0)
        {
            return applied;
        }

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            applied.Add(rows.GetString(0));
        }

        return applied;
    }

    // VACUUM INTO reads one consistent state, the write-ahead log included; copying the file would not.
    private static void CopyAside(SqliteConnection connection, string copy)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO @copy";
        command.Parameters.AddWithValue("@copy", copy);
        command.ExecuteNonQuery();
        using var written = File.OpenWrite(copy);
        written.Flush(flushToDisk: true);
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
