using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Stored;
using BootService.Core.Tests.Inventories;
using BootService.Protocols.Net;
using BootService.Storage.Tests.Engines;
using CsCheck;
using Microsoft.Data.Sqlite;
using Xunit;

namespace BootService.Storage.Tests.Stores;

public sealed class AuditStoreOnSqliteTests() : AuditStoreTests(null)
{
    [Fact]
    public async Task The_numbers_of_attempts_go_on_where_an_older_database_left_them()
    {
        await Database.Events.AppendAsync([default(Core.Events.BootEvent) with { Name = "done", Host = "gone", Attempt = 41 }], Cancel);

        Reopen(() =>
        {
            using var connection = new SqliteConnection($"Data Source={Database.Place};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                "DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '%_Trust' OR MigrationId LIKE '%_Webhooks'; DROP TABLE webhook_deliveries; "
                    + "DROP TABLE webhooks; DROP TABLE audit; DROP TABLE undos; DROP TABLE counters; DROP TABLE "
                    + "tokens; "
                + "ALTER TABLE attempts DROP COLUMN log";
            command.ExecuteNonQuery();
        });

        Assert.Equal(41, (await Samples.LoadAsync(Database, Cancel)).LastAttempt);
    }
}

public sealed class AuditStoreOnPostgresTests(PostgresFixture postgres) : AuditStoreTests(postgres);

public abstract class AuditStoreTests(PostgresFixture? postgres) : StoreBench(postgres)
{
    private static readonly int KeptUndos = (int)LogTables.Undos.Kept!.Most;

    [Fact]
    public void What_can_be_undone_is_read_back_as_it_was() =>
        ArbitraryChanges.Record.Sample(
            record =>
            {
                Database.Appliance.CommitAsync([], [record], CancellationToken.None).GetAwaiter().GetResult();
                var found = Database.Audit.FindUndoAsync(null, CancellationToken.None).GetAwaiter().GetResult()!;
                Assert.Equal(record.Steps, found.Steps);
                Assert.Equal((record.By, record.At.UtcTicks), (found.By, found.At.UtcTicks));
                Assert.Equal(record.Lines[0], Database.Audit.ListAuditAsync([], 9, CancellationToken.None).GetAwaiter().GetResult()[^1].Line);
            },
            iter: 20,
            threads: 1);

    [Theory]
    [InlineData("daemon", null)]
    [InlineData("node", null)]
    [InlineData("socket", 1L)]
    public async Task What_nobody_did_and_what_took_something_back_cannot_be_undone(string via, long? undoes)
    {
        await Database.Appliance.CommitAsync([], [Moved(1)], Cancel);
        await Database.Appliance.CommitAsync([], [Moved(2) with { By = new Author("", via), Undoes = undoes }], Cancel);

        Assert.Equal(undoes is null ? 1 : null, (await Database.Audit.FindUndoAsync(null, Cancel))?.Change);
        Assert.Null(await Database.Audit.FindUndoAsync(2, Cancel));
    }

    [Fact]
    public async Task Only_the_newest_changes_keep_their_old_values()
    {
        for (var rack = 0; rack <= KeptUndos; rack++)
        {
            await Database.Appliance.CommitAsync([], [Moved(rack)], Cancel);
        }

        Assert.Null(await Database.Audit.FindUndoAsync(1, Cancel));
        Assert.NotNull(await Database.Audit.FindUndoAsync(2, Cancel));
        Assert.Equal(KeptUndos + 1, (await Database.Audit.ListAuditAsync([], 1000, Cancel)).Length);
    }

    [Fact]
    public async Task What_an_older_version_wrote_down_to_undo_is_still_understood()
    {
        await Database.Appliance.CommitAsync([], [Moved(1)], Cancel);
        await RunAsync("""
            UPDATE undos SET steps = '[{"host":"backend-0-0","new":{"name":"backend-0-0","appliance":"backend","rack":1,"rank":2,"action":"Install","os":"redhat","box":"default",
            "installAction":"install","osAction":"os","comment":"c","groups":["g"],"interfaces":[{"name":"eth0","mac":"52:54:00:00:00:01","address":"10.1.0.9","network":"private","isDefault":true}]}},
            {"scope":"Host","target":"backend-0-0","attr":"a","oldValue":{"text":"x","shadow":true,"since":637134336000000000}},
            {"step":"attribute","owner":{"scope":"Global","target":""},"name":"b","after":{"text":"y","shadow":false,"since":"2020-01-01T00:00:00+00:00"}}]'
            """);

        var steps = (await Database.Audit.FindUndoAsync(null, Cancel))!.Steps;

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
                new UndoStep.OfAttributes(
                    AttributeOwner.Of(name),
                    [new(AttributeName.Parse("a"), new AttributeValue("x", Shadow: true, new DateTimeOffset(2020, 1, 1, 0, 0, 0, default)), null)]),
                new UndoStep.OfAttributes(
                    AttributeOwner.Global,
                    [new(AttributeName.Parse("b"), null, new AttributeValue("y", Shadow: false, new DateTimeOffset(2020, 1, 1, 0, 0, 0, default)))]),
            ],
            steps);
    }

    private static AuditRecord Moved(int rack) => new(Samples.Noon, new Author("alice", "socket"), [new AuditLine("host backend-0-0", "rack", null, null)],
        [new UndoStep.OfAttributes(
            AttributeOwner.Of(HostName.Parse("backend-0-0")),
            [new(AttributeName.Parse("a"), null, new AttributeValue($"{rack}", Shadow: false, Samples.Noon))])]);
}
