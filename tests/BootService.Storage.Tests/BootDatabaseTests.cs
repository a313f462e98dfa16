using BootService.Core.Inventories;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace BootService.Storage.Tests;

public sealed class BootDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_migrations_make_the_tables_that_the_model_names()
    {
        using var db = new BootDb(new DbContextOptionsBuilder<BootDb>().UseSqlite("Data Source=:memory:").Options);

        Assert.False(
            db.Database.HasPendingModelChanges(), "the model has changed: dotnet ef migrations add NAME --project src/BootService.Storage -o Migrations");
    }

    [Fact]
    public void A_new_database_is_what_the_migrations_make()
    {
        BootDatabase.Open(_folder.Path).Dispose();
        var migrated = _folder.At("migrated.db");
        using (var db = new BootDb(new DbContextOptionsBuilder<BootDb>().UseSqlite($"Data Source={migrated};Pooling=False").Options))
        {
            db.Database.Migrate();
        }

        Assert.True(
            Contents(migrated).SequenceEqual(Contents(_folder.Database), StringComparer.Ordinal),
            "there is a new migration: dotnet ef migrations script --no-transactions --project src/BootService.Storage -o src/BootService.Storage/Schema.sql");
    }

    [Fact]
    public async Task A_new_folder_gets_a_database_that_only_its_owner_can_read()
    {
        using var database = BootDatabase.Open(_folder.At("made/on/the/way"));
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);

        foreach (var name in (string[])["", "-wal", "-shm"])
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(database.Place + name));
        }
    }

    [Fact]
    public async Task The_log_is_brought_into_the_file_and_does_not_grow_with_every_commit()
    {
        const int Commits = 60;
        var text = new string('x', 1 << 20);
        using var database = BootDatabase.Open(_folder.Path);
        for (var commit = 0; commit < Commits; commit++)
        {
            await database.Appliance.CommitAsync([Samples.Attribute(Samples.Name(1), $"a{commit}", text)], Cancel);
        }

        Assert.InRange(new FileInfo(database.Place + "-wal").Length, 1, Commits / 2 << 20);
        Assert.InRange(new FileInfo(database.Place).Length, Commits / 2 << 20, Commits * 2 << 20);
    }

    [Fact]
    public void A_database_that_others_could_read_is_closed_to_them()
    {
        BootDatabase.Open(_folder.Path).Dispose();
        File.SetUnixFileMode(_folder.Database, (UnixFileMode)0b110_100_100);

        using var database = BootDatabase.Open(_folder.Path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Database));
    }

    [Fact]
    public void A_commit_is_synced_before_it_returns()
    {
        using var database = SqliteDatabase.Open(_folder.Path);

        Assert.Equal(2L, Ask(database.Writer.Connection, "PRAGMA synchronous"));
        Assert.Equal("wal", Ask(database.Writer.Connection, "PRAGMA journal_mode"));
        Assert.Equal(1L, Ask(database.Writer.Connection, "PRAGMA foreign_keys"));
        Assert.Equal(5000L, Ask(database.Writer.Connection, "PRAGMA busy_timeout"));
    }

    [Fact]
    public void A_second_daemon_on_the_same_folder_is_refused()
    {
        using var first = BootDatabase.Open(_folder.Path);

        var refusal = Assert.Throws<StorageException>(() => BootDatabase.Open(_folder.Path));

        Assert.Equal($"another bootservice is using {_folder.Path}: stop it, or give this one a DataDirectory of its own", refusal.Message);
    }

    [Fact]
    public void A_folder_that_was_refused_can_be_opened_when_it_is_mended()
    {
        File.WriteAllText(_folder.Database, "this is a page of text and no database at all, long enough to have a header");
        Assert.Throws<StorageException>(() => BootDatabase.Open(_folder.Path));

        File.Delete(_folder.Database);
        BootDatabase.Open(_folder.Path).Dispose();
    }

    [Fact]
    public async Task An_older_schema_is_copied_aside_and_then_brought_up_to_date()
    {
        var migrations = MakeOlder();

        using (var database = BootDatabase.Open(_folder.Path))
        {
            await database.Events.AppendAsync([default(Core.Events.BootEvent) with { Name = "now there is a table" }], Cancel);
            Assert.Equal("old", Assert.Single((await Samples.LoadAsync(database, Cancel)).Networks).Key);
        }

        var copy = $"{_folder.Database}.before-{migrations[1]}";
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        using var old = new SqliteConnection($"Data Source={copy};Pooling=False");
        old.Open();
        Assert.Equal(0L, Ask(old, "SELECT count(*) FROM sqlite_master WHERE name = 'events'"));
        Assert.Equal("old", Ask(old, "SELECT name FROM networks"));
    }

    [Fact]
    public void A_migration_that_was_cut_off_is_taken_up_again()
    {
        var migrations = MakeOlder();
        Run("INSERT INTO __EFMigrationsLock VALUES (1, 'then')");
        File.WriteAllText($"{_folder.Database}.before-{migrations[1]}", "half a copy");

        BootDatabase.Open(_folder.Path).Dispose();

        Assert.StartsWith("SQLite format 3", File.ReadAllText($"{_folder.Database}.before-{migrations[1]}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_this_version_is_not_copied()
    {
        BootDatabase.Open(_folder.Path).Dispose();
        BootDatabase.Open(_folder.Path).Dispose();

        Assert.Empty(Directory.GetFiles(_folder.Path, "*before*"));
    }

    [Fact]
    public void A_newer_schema_is_refused_and_left_alone()
    {
        BootDatabase.Open(_folder.Path).Dispose();
        Run("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Moon', '99.0')");

        var refusal = Assert.Throws<StorageException>(() => BootDatabase.Open(_folder.Path));

        Assert.Equal(
            $"the database {_folder.Database} was written by a newer bootservice (its schema is 29990101000000_Moon): install that version again, or put the "
                + $"copy {_folder.Database}.before-29990101000000_Moon in its place",
            refusal.Message);
    }

    private List<string> MakeOlder()
    {
        using var db = new BootDb(new DbContextOptionsBuilder<BootDb>().UseSqlite($"Data Source={_folder.Database};Pooling=False").Options);
        var migrations = db.Database.GetMigrations().ToList();
        db.GetService<IMigrator>().Migrate(migrations[0]);
        db.Database.ExecuteSqlRaw("INSERT INTO networks (name, address, prefix, pxe, mtu) VALUES ('old', 0, 8, 1, 1500)");
        return migrations;
    }

    // Every table and index as it was declared, and every row that migrations put in; EF's lock is of the moment.
    private static List<string> Contents(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name <> '__EFMigrationsLock'
            UNION ALL SELECT name || value FROM counters
            UNION ALL SELECT MigrationId FROM __EFMigrationsHistory
            ORDER BY 1
            """;
        using var rows = command.ExecuteReader();
        var contents = new List<string>();
        while (rows.Read())
        {
            contents.Add(rows.GetString(0).ReplaceLineEndings("\n"));
        }

        return contents;
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = new SqliteCommand(sql, connection);
        return command.ExecuteScalar();
    }
}
