using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Storage.Stores;
using CsCheck;
using Microsoft.Data.Sqlite;
using Xunit;

namespace BootService.Storage.Tests.Stores;

public sealed class AuditStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void What_can_be_undone_is_read_back_as_it_was() =>
        ArbitraryChanges.Record.Sample(
            record =>
            {
                using var folder = new TemporaryFolder();
                using var database = BootDatabase.Open(folder.Path);
                database.Appliance.CommitAsync([new Change.Audited(record)], CancellationToken.None).GetAwaiter().GetResult();
                var found = database.Audit.FindUndoAsync(null, CancellationToken.None).GetAwaiter().GetResult()!;
                Assert.Equal(record.Steps, found.Steps);
                Assert.Equal((record.By, record.At.UtcTicks), (found.By, found.At.UtcTicks));
                Assert.Equal(record.Lines[0], Assert.Single(database.Audit.ListAuditAsync([], 9, CancellationToken.None).GetAwaiter().GetResult()).Line);
            },
            iter: 20,
            threads: 1);

    [Fact]
    public async Task Only_the_newest_changes_keep_their_old_values()
    {
        using var folder = new TemporaryFolder();
        using var database = BootDatabase.Open(folder.Path);
        for (var rack = 0; rack <= AuditWriter.KeptUndos; rack++)
        {
            await database.Appliance.CommitAsync([new Change.Audited(Moved(rack))], Cancel);
        }

        Assert.Null(await database.Audit.FindUndoAsync(1, Cancel));
        Assert.NotNull(await database.Audit.FindUndoAsync(2, Cancel));
        Assert.Equal(AuditWriter.KeptUndos + 1, (await database.Audit.ListAuditAsync([], 1000, Cancel)).Length);
    }

    [Fact]
    public async Task The_numbers_of_attempts_go_on_where_an_older_database_left_them()
    {
        using var folder = new TemporaryFolder();
        using (var database = BootDatabase.Open(folder.Path))
        {
            await database.Events.AppendAsync([default(Core.Events.BootEvent) with { What = "done", Host = "gone", Attempt = 41 }], Cancel);
        }

        await RunAsync(folder, "DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '%_Trust'; DROP TABLE audit; DROP TABLE undos; DROP TABLE counters; DROP TABLE tokens; ALTER TABLE attempts DROP COLUMN log");
        using var upgraded = BootDatabase.Open(folder.Path);
        Assert.Equal(41, (await Samples.LoadAsync(upgraded, Cancel)).LastAttempt);
    }

    private static AuditRecord Moved(int rack) => new(Samples.Noon, new Author("alice", "socket"), [new AuditLine("host backend-0-0", "rack", null, null)],
        [new UndoStep.OfAttribute(AttributeOwner.Of(HostName.Parse("backend-0-0")), AttributeName.Parse("a"), null, new AttributeValue($"{rack}", Shadow: false, Samples.Noon))]);

    private static async Task RunAsync(TemporaryFolder folder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "bootservice.db")};Pooling=False");
        await connection.OpenAsync(Cancel);
        var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
