using BootService.Core.Inventories;
using Microsoft.Data.Sqlite;
using Xunit;

namespace BootService.Storage.Tests;

/// <summary>Disks that are full, files that are damaged, folders that cannot be written: one sentence each, and the stored state as it was.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_full_disk_refuses_the_commit_whole_and_takes_it_when_there_is_room(bool mounted)
    {
        // Mounting takes root; anybody else sees the database itself limited a second time.
        using var disk = mounted && Environment.IsPrivilegedProcess ? SmallDisk.Mount(_folder.Path) : SmallDisk.Pretend();
        using var database = BootDatabase.Open(_folder.Path);
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        disk.Fill(database.Writer.Connection);

        var refusal = await Assert.ThrowsAsync<StorageException>(() => CommitManyAsync(database));

        Assert.Equal($"the database {_folder.Database} cannot be written: no space left on its disk, so make room there", refusal.Message);
        Assert.Single((await Samples.LoadAsync(database, Cancel)).Hosts);

        disk.MakeRoom(database.Writer.Connection);
        await CommitManyAsync(database);
        Assert.Equal(501, (await Samples.LoadAsync(database, Cancel)).Hosts.Count);
    }

    [Fact]
    public void A_file_that_is_no_database_is_named_with_the_remedy()
    {
        File.WriteAllText(_folder.Database, new string('x', 8192));

        var refusal = Assert.Throws<StorageException>(() => BootDatabase.Open(_folder.Path));

        Assert.Equal($"the database {_folder.Database} is damaged (it does not begin like a database): move it aside and put the newest copy in its place, or start without one", refusal.Message);
    }

    [Fact]
    public async Task Damaged_pages_are_named_when_they_are_read()
    {
        using (var database = BootDatabase.Open(_folder.Path))
        {
            await CommitManyAsync(database);
        }

        var bytes = await File.ReadAllBytesAsync(_folder.Database, Cancel);
        bytes.AsSpan(4096 * 2).Fill(0xA5);
        await File.WriteAllBytesAsync(_folder.Database, bytes, Cancel);

        var refusal = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            using var database = BootDatabase.Open(_folder.Path);
            await database.Appliance.LoadAsync(Cancel);
        });

        Assert.Contains($"the database {_folder.Database} is damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE hosts SET action = 'dance'")]
    [InlineData("UPDATE hosts SET rack = 99999999999")]
    [InlineData("UPDATE hosts SET name = '..'")]
    [InlineData("UPDATE hosts SET groups = '{'")]
    [InlineData("INSERT INTO networks (name, address, prefix, pxe, mtu) VALUES ('wide', 0, 77, 0, 1500)")]
    [InlineData("INSERT INTO tokens (name, digest, role, made) VALUES ('me', 'd', 'Admin', -5)")]
    public async Task A_row_that_no_version_wrote_is_damage_and_not_a_crash(string damage)
    {
        using var database = BootDatabase.Open(_folder.Path);
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        Run(database.Writer.Connection, $"PRAGMA foreign_keys = OFF; {damage}");

        var refusal = await Assert.ThrowsAsync<StorageException>(() => database.Appliance.LoadAsync(Cancel));

        Assert.Contains("is damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_something_else_is_left_alone()
    {
        using (var other = new SqliteConnection($"Data Source={_folder.Database};Pooling=False"))
        {
            other.Open();
            Run(other, "CREATE TABLE bookmarks (url TEXT)");
        }

        var refusal = Assert.Throws<StorageException>(() => BootDatabase.Open(_folder.Path));

        Assert.Equal($"{_folder.Database} is a database of something else: move it aside, or set DataDirectory to another folder", refusal.Message);
    }

    [Theory]
    [InlineData("/proc/bootservice")]
    [InlineData("/dev/null/data")]
    public void A_folder_that_cannot_be_made_is_named_with_the_remedy(string directory)
    {
        var refusal = Assert.Throws<StorageException>(() => BootDatabase.Open(directory));

        Assert.StartsWith($"the data directory {directory} cannot be written (", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("): let bootservice own it, or set DataDirectory to a folder it may write", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_databases_place_is_refused_in_a_sentence()
    {
        Directory.CreateDirectory(_folder.Database);

        var refusal = Assert.Throws<StorageException>(() => BootDatabase.Open(_folder.Path));

        Assert.Contains(_folder.Path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_holds_the_database_is_waited_for_and_then_named()
    {
        using var database = BootDatabase.Open(_folder.Path);
        using var other = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        other.Open();
        Run(database.Writer.Connection, "PRAGMA busy_timeout = 1");
        database.Writer.Connection.DefaultTimeout = 1;
        Run(other, "BEGIN IMMEDIATE");

        var refusal = await Assert.ThrowsAsync<StorageException>(() => CommitManyAsync(database));

        Assert.Contains("is held by another program", refusal.Message, StringComparison.Ordinal);
        Run(other, "ROLLBACK");
        await CommitManyAsync(database);
    }

    private static Task CommitManyAsync(BootDatabase database) =>
        database.Appliance.CommitAsync([.. Enumerable.Range(2, 500).Select(number => new Change.HostSet(Samples.Host(number) with { Comment = new string('c', 3000) }))], Cancel);

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
