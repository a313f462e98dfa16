using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BootService.Storage;

/// <summary>Brings a database of any age to the schema of this version, a copy of it first.</summary>
internal static class SchemaUpgrade
{
    /// <exception cref="StorageException">It is newer than we are, or is not ours.</exception>
    public static void Run(DataFolder folder, SqliteConnection connection)
    {
        var applied = AppliedMigrations(connection);
        if (applied.Count == 0 && Scalar(connection, "SELECT count(*) FROM sqlite_master") == 0)
        {
            Create(connection);
            return;
        }

        CheckOurs(connection, folder.File);
        if (Schema.Sqlite.Migrations.Except(applied, StringComparer.Ordinal).FirstOrDefault() is { } next)
        {
            CopyAside(connection, folder.NewCopyBefore(next));
            Migrate(connection);
        }
    }

    /// <exception cref="StorageException">It is newer than we are, or is not ours.</exception>
    public static void CheckOurs(SqliteConnection connection, string file)
    {
        var applied = AppliedMigrations(connection);
        if (applied.Count == 0)
        {
            throw new StorageException($"{file} is a database of something else: move it aside, or set DataDirectory to another folder")
            {
                OfCopy = new FileInfo(file).Length == 0 ? "is empty: take another copy" : "is a database of something else: name what \"stack backup\" made",
            };
        }

        if (applied.Except(Schema.Sqlite.Migrations, StringComparer.Ordinal).FirstOrDefault() is { } newer)
        {
            throw new StorageException(
                $"the database {file} was written by a newer bootservice (its schema is {newer}): install that version again, or put the copy "
                    + $"{file}.before-{newer} in its place")
            {
                OfCopy = $"was written by a newer bootservice (its schema is {newer}): install that version, and restore with it",
            };
        }
    }

    /// <summary>The migrations that it lacks, oldest first.</summary>
    /// <exception cref="StorageException">It is newer than we are, or is not ours.</exception>
    public static IReadOnlyList<string> Pending(SqliteConnection connection, string file)
    {
        CheckOurs(connection, file);
        return [.. Schema.Sqlite.Migrations.Except(AppliedMigrations(connection), StringComparer.Ordinal)];
    }

    /// <summary>Whether it has the schema of this version.</summary>
    public static bool IsCurrent(SqliteConnection connection) => AppliedMigrations(connection).Count == Schema.Sqlite.Migrations.Length;

    /// <summary>How many hosts are in it.</summary>
    public static int Hosts(SqliteConnection connection) => (int)Scalar(connection, "SELECT count(*) FROM hosts");

    /// <summary>Whether it holds none of what every frontend has from its first start on.</summary>
    public static bool IsEmpty(SqliteConnection connection) =>
        Scalar(connection, "SELECT (SELECT count(*) FROM networks) + (SELECT count(*) FROM appliances) + (SELECT count(*) FROM hosts)") == 0;

    private static void Create(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        Run(connection, Schema.Sqlite.Script);
        transaction.Commit();
    }

    // Not inlined: whoever runs into this method has EF Core loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Migrate(SqliteConnection connection)
    {
        // A migration that was cut off leaves its lock behind and the next one waits for it for ever. We hold the folder: nobody else can be migrating.
        Run(connection, "DROP TABLE IF EXISTS __EFMigrationsLock");
        using var db = new BootDb(new DbContextOptionsBuilder<BootDb>().UseSqlite(connection).Options);
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
