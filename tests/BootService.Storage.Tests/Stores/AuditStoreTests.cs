using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Stored;
using BootService.Protocols.Net;
using CsCheck;
using Microsoft.Data.Sqlite;
using Xunit;

namespace BootService.Storage.Tests.Stores;

public sealed class AuditStoreTests
{
    private static readonly int KeptUndos = (int)LogTables.Undos.Kept!.Most;

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
        for (var rack = 0; rack <= KeptUndos; rack++)
        {
            await database.Appliance.CommitAsync([new Change.Audited(Moved(rack))], Cancel);
        }

        Assert.Null(await database.Audit.FindUndoAsync(1, Cancel));
        Assert.NotNull(await database.Audit.FindUndoAsync(2, Cancel));
        Assert.Equal(KeptUndos + 1, (await database.Audit.ListAuditAsync([], 1000, Cancel)).Length);
    }

    [Fact]
    public async Task The_numbers_of_attempts_go_on_where_an_older_database_left_them()
    {
        using var folder = new TemporaryFolder();
        using (var database = BootDatabase.Open(folder.Path))
        {
            await database.Events.AppendAsync([default(Core.Events.BootEvent) with { Name = "done", Host = "gone", Attempt = 41 }], Cancel);
        }

        await RunAsync(folder, "DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '%_Trust'; DROP TABLE audit; DROP TABLE undos; DROP TABLE counters; DROP TABLE tokens; ALTER TABLE attempts DROP COLUMN log");
        using var upgraded = BootDatabase.Open(folder.Path);
        Assert.Equal(41, (await Samples.LoadAsync(upgraded, Cancel)).LastAttempt);
    }

    [Fact]
    public async Task What_an_older_version_wrote_down_to_undo_is_still_understood()
    {
        using var folder = new TemporaryFolder();
        using (var database = BootDatabase.Open(folder.Path))
        {
            await database.Appliance.CommitAsync([new Change.Audited(Moved(1))], Cancel);
        }

        await RunAsync(folder, """
            UPDATE undos SET steps = '[{"host":"backend-0-0","new":{"name":"backend-0-0","appliance":"backend","rack":1,"rank":2,"action":"Install","os":"redhat","box":"default",
            "installAction":"install","osAction":"os","comment":"c","groups":["g"],"interfaces":[{"name":"eth0","mac":"52:54:00:00:00:01","address":"10.1.0.9","network":"private","isDefault":true}]}},
            {"scope":"Host","target":"backend-0-0","attr":"a","oldValue":{"text":"x","shadow":true,"since":637134336000000000}},
            {"step":"attribute","owner":{"scope":"Global","target":""},"name":"b","after":{"text":"y","shadow":false,"since":"2020-01-01T00:00:00+00:00"}}]'
            """);
        using var again = BootDatabase.Open(folder.Path);

        var steps = (await again.Audit.FindUndoAsync(null, Cancel))!.Steps;

        var name = HostName.Parse("backend-0-0");
        Assert.Equal(
            [
                new UndoStep.OfHost(name, null, new Host(name, "backend", 1, 2)
                {
                    Action = BootAction.Install,
                    Comment = "c",
                    Groups = ["g"],
                    Interfaces = [new HostInterface("eth0", MacAddress.Parse("52:54:00:00:00:01"), Ipv4.Parse("10.1.0.9"), "private", IsDefault: true)],
                }),
                new UndoStep.OfAttributes(AttributeOwner.Of(name), [new(AttributeName.Parse("a"), new AttributeValue("x", Shadow: true, new DateTimeOffset(2020, 1, 1, 0, 0, 0, default)), null)]),
                new UndoStep.OfAttributes(AttributeOwner.Global, [new(AttributeName.Parse("b"), null, new AttributeValue("y", Shadow: false, new DateTimeOffset(2020, 1, 1, 0, 0, 0, default)))]),
            ],
            steps);
    }

    private static AuditRecord Moved(int rack) => new(Samples.Noon, new Author("alice", "socket"), [new AuditLine("host backend-0-0", "rack", null, null)],
        [new UndoStep.OfAttributes(AttributeOwner.Of(HostName.Parse("backend-0-0")), [new(AttributeName.Parse("a"), null, new AttributeValue($"{rack}", Shadow: false, Samples.Noon))])]);

    private static async Task RunAsync(TemporaryFolder folder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "bootservice.db")};Pooling=False");
        await connection.OpenAsync(Cancel);
        var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
