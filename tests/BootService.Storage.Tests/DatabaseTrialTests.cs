using BootService.Core.Hosts;
using BootService.Core.Inventories;
using Microsoft.Data.Sqlite;
using Xunit;

namespace BootService.Storage.Tests;

public sealed class DatabaseTrialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Where_nothing_is_a_start_makes_a_new_one_and_a_look_does_not()
    {
        var outlook = await DatabaseTrial.RunAsync(_folder.Path, TestContext.Current.CancellationToken);
        Assert.Null(outlook.Stored);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task What_is_stored_is_told_while_a_daemon_has_it_and_nothing_is_changed()
    {
        using var database = BootDatabase.Open(_folder.Path);
        await database.Appliance.CommitAsync(
            [new Change.HostSet(new Host(HostName.Parse("backend-0-0"), "backend", Place.Parse("0", null), Place.Parse("0", null)))],
            TestContext.Current.CancellationToken);
        var before = Directory.EnumerateFileSystemEntries(_folder.Path).Order().ToArray();
        var outlook = await DatabaseTrial.RunAsync(_folder.Path, TestContext.Current.CancellationToken);
        Assert.Empty(outlook.Pending);
        Assert.Single(outlook.Stored!.OfType<Change.HostSet>());
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(_folder.Path).Order());
    }

    [Fact]
    public async Task A_lost_database_is_told_as_a_start_would()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "admin.key"), "x", TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<StorageException>(() => DatabaseTrial.RunAsync(_folder.Path, TestContext.Current.CancellationToken));
        Assert.Contains("is gone, though admin.key beside it", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_database_is_told_as_a_start_would()
    {
        BootDatabase.Open(_folder.Path).Dispose();
        Execute("INSERT INTO __EFMigrationsHistory VALUES ('99991231000000_Later', '10.0.0')");
        var fault = await Assert.ThrowsAsync<StorageException>(() => DatabaseTrial.RunAsync(_folder.Path, TestContext.Current.CancellationToken));
        Assert.Contains("was written by a newer bootservice", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_database_is_told()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "bootservice.db"), new string('x', 9000), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<StorageException>(() => DatabaseTrial.RunAsync(_folder.Path, TestContext.Current.CancellationToken));
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "bootservice.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
