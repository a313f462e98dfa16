using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Lab.Databases;
using BootService.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace BootService.Storage.Tests.Engines;

public sealed class PostgresSchemaTests(PostgresFixture postgres) : IDisposable
{
    /// <summary>Takes back what the newest migration makes.</summary>
    private const string BeforeNewest = "ALTER TABLE commits DROP COLUMN schema;";

    /// <summary>Takes back what names texts by their content.</summary>
    private const string BeforeTexts = """
        DROP TRIGGER kickstarts_removed ON kickstarts;
        DROP TABLE texts;
        DROP FUNCTION forget_texts();
        DROP FUNCTION forget_base();
        DROP INDEX "IX_kickstarts_text", "IX_kickstarts_masked";
        """;

    /// <summary>Names texts by their content where they were in place: no program that was released on this engine is older than it.</summary>
    private const string NeverBeside = "20261130202839_SharedTexts";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_migrations_make_the_tables_that_the_model_names()
    {
        using var db = new PostgresDb(PostgresDbDesign.Options());

        Assert.False(
            db.Database.HasPendingModelChanges(),
            "the model has changed: dotnet ef migrations add NAME --project src/BootService.Storage.Postgres -o Migrations");
    }

    [Fact]
    public async Task A_new_database_is_what_the_migrations_make()
    {
        var (made, migrated) = (await postgres.Server.NewDatabaseAsync(), await postgres.Server.NewDatabaseAsync());
        Open(made).Dispose();
        var way = new NpgsqlConnectionStringBuilder(postgres.Server.ConnectionTo(migrated)) { Password = PostgresServer.Password, Pooling = false };
        await using (var db = new PostgresDb(PostgresDbDesign.Options(way.ConnectionString)))
        {
            await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
        }

        Assert.True(
            await ContentsAsync(migrated) == await ContentsAsync(made),
            "there is a new migration: dotnet ef migrations script --no-transactions --project src/BootService.Storage.Postgres -o "
                + "src/BootService.Storage.Postgres/Schema.sql");
    }

    [Fact]
    public async Task An_older_schema_is_brought_up_to_date_whole_or_not_at_all()
    {
        var name = await postgres.Server.NewDatabaseAsync();
        Open(name).Dispose();
        var newest = await ContentsAsync(name);
        await postgres.Server.AskAsync($"DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = '{PostgresSchema.Schema.Migrations[^1]}'", name);
        var before = await ContentsAsync(name);

        // Its tables are there already: the upgrade fails in its middle, and a trial of it too.
        Assert.Contains("already exists", Assert.Throws<StorageException>(() => Open(name)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageException>(
            () => PostgresTrial.RunAsync(PostgresFixture.AddressOf(postgres.Server, name), TestContext.Current.CancellationToken));
        Assert.Equal(before, await ContentsAsync(name));

        await postgres.Server.AskAsync(BeforeNewest, name);
        Assert.Equal(
            [PostgresSchema.Schema.Migrations[^1]],
            (await PostgresTrial.RunAsync(PostgresFixture.AddressOf(postgres.Server, name), TestContext.Current.CancellationToken)).Pending);
        Open(name).Dispose();
        Assert.Equal(newest, await ContentsAsync(name));
    }

    [Fact]
    public void A_migration_only_adds_so_that_an_older_program_goes_on_beside_a_newer_one()
    {
        var schema = PostgresSchema.Schema;
        var apart = schema.Migrations.ToList().IndexOf(NeverBeside);
        var steps = schema.After(1)[..^schema.After(apart).Length] + schema.After(apart + 1);
        var statements = steps.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var tables = statements.Where(statement => statement.StartsWith("CREATE TABLE ", StringComparison.Ordinal))
            .Select(statement => statement.Split(' ')[2]).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(tables);
        Assert.All(statements, statement => Assert.True(statement.Split(' ') is var words && words switch
        {
            ["CREATE", "TABLE" or "INDEX", ..] or ["INSERT", "INTO", "\"__EFMigrationsHistory\"", ..] => true,
            ["CREATE", "UNIQUE", "INDEX", _, "ON", var table, ..] => tables.Contains(table),
            ["ALTER", "TABLE", _, "ADD", not "CONSTRAINT", ..] => words.Contains("DEFAULT") || !words.Contains("NOT"),
            _ => false,
        }, $"an older program may not bear this: {statement}"));
    }

    [Fact]
    public async Task What_attempts_installed_from_is_there_after_the_upgrade_and_leaves_with_its_host()
    {
        var name = await postgres.Server.NewDatabaseAsync();
        using (var database = Open(name))
        {
            await database.Appliance.CommitAsync(
                [new Change.HostSet(Samples.Host(1)), new Change.AttemptSet(Samples.Attempt(7, Samples.Name(1)), "now")],
                TestContext.Current.CancellationToken);
        }

        await postgres.Server.AskAsync(
            $"{BeforeNewest} {BeforeTexts} UPDATE kickstarts SET text = 'lang en_US', masked = 'lang ***'; "
                + $"DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" >= '{NeverBeside}'", name);
        using var upgraded = Open(name);
        Assert.Equal(
            [new FrozenAnswer("ks", "lang en_US", "lang ***")], await upgraded.Appliance.ListAnswersAsync(7, TestContext.Current.CancellationToken));
        await upgraded.Appliance.CommitAsync([new Change.HostRemoved(Samples.Name(1))], TestContext.Current.CancellationToken);
        Assert.Equal("0", await postgres.Server.AskAsync("SELECT count(*) FROM texts", name));
    }

    [Fact]
    public async Task Two_that_start_at_a_time_make_one_schema()
    {
        var name = await postgres.Server.NewDatabaseAsync();
        var folders = Enumerable.Range(0, 4).Select(_ => new TemporaryFolder()).ToList();

        await Task.WhenAll(
            folders.Select(
                folder => Task.Run(
                    () => PostgresDatabase.Open(PostgresFixture.AddressOf(postgres.Server, name), folder.Path, PostgresFixture.Named(folder.Path)).Dispose())));

        Assert.Equal(
            PostgresSchema.Schema.Migrations.Length.ToString(), await postgres.Server.AskAsync("SELECT count(*) FROM \"__EFMigrationsHistory\"", name));
        folders.ForEach(folder => folder.Dispose());
    }

    private PostgresDatabase Open(string name) =>
        PostgresDatabase.Open(PostgresFixture.AddressOf(postgres.Server, name), _folder.Path, PostgresFixture.Named("frontend"));

    private Task<string> ContentsAsync(string name) => postgres.Server.AskAsync(
        """
        SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') || coalesce(collation_name, '') FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT "MigrationId" FROM "__EFMigrationsHistory"
        ORDER BY 1
        """,
        name);
}
