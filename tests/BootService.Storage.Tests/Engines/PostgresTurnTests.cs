using System.Diagnostics;
using BootService.Core.Inventories;
using BootService.Lab.Databases;
using BootService.Storage.Postgres;
using Npgsql;
using Xunit;

namespace BootService.Storage.Tests.Engines;

/// <summary>Turns, and what becomes of them when the server goes away.</summary>
public sealed class PostgresTurnTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TemporaryFolder _one = new();
    private readonly TemporaryFolder _other = new();
    private string _name = string.Empty;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _name = await postgres.Server.NewDatabaseAsync();

    public ValueTask DisposeAsync()
    {
        _one.Dispose();
        _other.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_another_committed_is_told_in_the_turn_and_not_told_twice()
    {
        using var one = Open(postgres.Server, _one);
        using var other = Open(postgres.Server, _other);
        await one.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        await one.Appliance.CommitAsync(
            [new Change.HostSet(Samples.Host(2)), new Change.AttemptSet(Samples.Attempt(1, Samples.Name(2)), "secret kickstart")], Cancel);

        await using (var turn = await other.Appliance.BeginTurnAsync(0, Cancel))
        {
            Assert.Equal((2, false), (turn.Missed!.Version, turn.Missed.IsWhole));
            Assert.Equal(
                [new Change.HostSet(Samples.Host(1)), new Change.HostSet(Samples.Host(2)),
                    new Change.AttemptSet(Samples.Attempt(1, Samples.Name(2)) with { Armed = Samples.Noon })], turn.Missed.Changes);
            Assert.Equal(3, await turn.CommitAsync([new Change.HostRemoved(Samples.Name(1))], Cancel));
        }

        await using var next = await other.Appliance.BeginTurnAsync(3, Cancel);
        Assert.Null(next.Missed);
        Assert.DoesNotContain("secret kickstart", await postgres.Server.AskAsync("SELECT changes FROM commits", _name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_missed_more_than_is_kept_is_told_the_whole_state()
    {
        using var one = Open(postgres.Server, _one);
        using var other = Open(postgres.Server, _other);
        for (var number = 1; number <= 3; number++)
        {
            await one.Appliance.CommitAsync([new Change.HostSet(Samples.Host(number))], Cancel);
        }

        await postgres.Server.AskAsync("DELETE FROM commits WHERE version < 3", _name);

        await using var turn = await other.Appliance.BeginTurnAsync(1, Cancel);
        Assert.Equal((true, 0, 3), (turn.Missed!.IsWhole, turn.Missed.Lost, turn.Missed.Changes.OfType<Change.HostSet>().Count()));
    }

    [Theory]
    [InlineData("schema = ''")]
    [InlineData("schema = '29990101000000_Moon', changes = '[{\"change\":\"moon\",\"phase\":7}]'")]
    [InlineData("changes = '[{\"change\":\"moon\",\"phase\":7}]'")]
    public async Task Commits_of_a_program_of_another_version_are_read_from_the_tables(string written)
    {
        using var one = Open(postgres.Server, _one);
        using var other = Open(postgres.Server, _other);
        await one.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);

        // The words of the older lack what a newer table has, and those of the newer say what nobody here understands.
        await postgres.Server.AskAsync($"UPDATE commits SET {written}; UPDATE hosts SET comment = 'by another'", _name);

        await using (var turn = await other.Appliance.BeginTurnAsync(0, Cancel))
        {
            Assert.Equal((1L, true, 0L), (turn.Missed!.Version, turn.Missed.IsWhole, turn.Missed.Lost));
            Assert.Equal([new Change.HostSet(Samples.Host(1) with { Comment = "by another" })], turn.Missed.Changes);
            await turn.CommitAsync([new Change.HostSet(Samples.Host(2))], Cancel);
        }

        await using var next = await one.Appliance.BeginTurnAsync(1, Cancel);
        Assert.Equal((2L, false), (next.Missed!.Version, next.Missed.IsWhole));
    }

    [Fact]
    public async Task What_a_newer_program_wrote_and_this_one_does_not_understand_is_no_damage_and_told_with_the_remedy()
    {
        using var one = Open(postgres.Server, _one);
        await one.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        await postgres.Server.AskAsync(
            "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Moon', '99.0'); UPDATE hosts SET action = 'Dance'; "
                + "UPDATE state SET version = 2; INSERT INTO commits (version, id, frontend, at, changes, schema) "
                + "VALUES (2, 'another', 'fe2', 0, '[]', '29990101000000_Moon')", _name);

        var sentence = $"a newer bootservice (its schema is 29990101000000_Moon) has written into the database {one.Place} what this one does not understand "
            + "(hosts.action of backend-0-1: it is none of Install, None, Os): bring this frontend to that version";
        Assert.Equal(sentence, (await Assert.ThrowsAsync<StorageException>(() => one.Store.SinceAsync(1, Cancel))).Message);
        Assert.Equal(sentence, (await Assert.ThrowsAsync<StorageException>(() => one.Appliance.BeginTurnAsync(1, Cancel))).Message);
    }

    [Fact]
    public async Task Commits_that_the_database_had_and_has_no_more_are_noticed_in_the_next_turn()
    {
        using var one = Open(postgres.Server, _one);
        await one.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        await one.Appliance.CommitAsync([new Change.HostSet(Samples.Host(2))], Cancel);
        await postgres.Server.AskAsync(
            "DELETE FROM commits WHERE version > 1; UPDATE state SET version = 1; DELETE FROM hosts WHERE name = 'backend-0-2'", _name);

        await using (var turn = await one.Appliance.BeginTurnAsync(2, Cancel))
        {
            Assert.Equal((true, 1, 1), (turn.Missed!.IsWhole, turn.Missed.Lost, turn.Missed.Changes.OfType<Change.HostSet>().Count()));
        }

        // The same version again, but another commit of that number.
        using var other = Open(postgres.Server, _other);
        await one.Appliance.CommitAsync([new Change.HostSet(Samples.Host(3))], Cancel);
        await postgres.Server.AskAsync("UPDATE commits SET id = 'another' WHERE version = 2", _name);
        await using var later = await one.Appliance.BeginTurnAsync(2, Cancel);
        Assert.Equal((true, 1), (later.Missed!.IsWhole, later.Missed.Lost));
    }

    [Fact]
    public async Task A_turn_waits_for_the_one_before_it_and_takes_over_from_who_stands_still_in_his()
    {
        using var one = Open(postgres.Server, _one);
        using var other = Open(postgres.Server, _other);
        await using var stuck = await one.Appliance.BeginTurnAsync(0, Cancel);
        var began = Stopwatch.GetTimestamp();

        await other.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(7.5));
        await Assert.ThrowsAsync<TurnLostException>(() => stuck.CommitAsync([new Change.HostSet(Samples.Host(2))], Cancel));
        Assert.Equal([new Change.HostSet(Samples.Host(1))], (await one.Appliance.LoadAsync(Cancel)).Changes);
    }

    [Fact]
    public async Task A_server_that_was_restarted_between_two_commits_is_not_noticed()
    {
        await using var server = await PostgresServer.StartAsync();
        _name = await server.NewDatabaseAsync();
        using var database = Open(server, _one, alone: true);
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        await server.CrashAsync();
        var waiting = database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(2))], Cancel);
        await server.StartAgainAsync();
        await waiting;

        Assert.Equal(2, (await database.Appliance.LoadAsync(Cancel)).Changes.Count);
        Assert.Throws<StorageException>(() => Open(server, _other, alone: true));
        await server.StopAsync();
        database.Store.Patience = TimeSpan.FromSeconds(1);
        var refusal = await Assert.ThrowsAsync<StorageException>(() => database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(3))], Cancel));
        Assert.StartsWith($"the database {database.Place} ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_whose_answer_was_lost_is_looked_up(bool made)
    {
        // The way to the server is cut between COMMIT and its answer.
        using var database = Open(postgres.Server, _one);
        await using var turn = (PostgresTurn)await database.Appliance.BeginTurnAsync(0, Cancel);
        turn.Ending = connection =>
        {
            if (made)
            {
                using var commit = new NpgsqlCommand("COMMIT", connection);
                commit.ExecuteNonQuery();
            }

            throw new NpgsqlException("Exception while reading from stream", new IOException("Connection reset by peer"));
        };

        var commit = turn.CommitAsync([new Change.HostSet(Samples.Host(1))], [], Cancel);

        if (made)
        {
            Assert.Equal(1, await commit);
        }
        else
        {
            await Assert.ThrowsAsync<TurnLostException>(() => commit);
        }

        Assert.Equal(made ? 1 : 0, (await database.Appliance.LoadAsync(Cancel)).Changes.Count);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_with_its_server_is_said_to_be_unknown()
    {
        await using var server = await PostgresServer.StartAsync();
        _name = await server.NewDatabaseAsync();
        using var database = Open(server, _one);
        database.Store.Patience = TimeSpan.FromSeconds(1);
        await using var turn = (PostgresTurn)await database.Appliance.BeginTurnAsync(0, Cancel);
        turn.Ending = connection =>
        {
            using var commit = new NpgsqlCommand("COMMIT", connection);
            commit.ExecuteNonQuery();
            server.CrashAsync().GetAwaiter().GetResult();
            throw new NpgsqlException("Exception while reading from stream", new IOException("Connection reset by peer"));
        };

        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => turn.CommitAsync([new Change.HostSet(Samples.Host(1))], [], Cancel));

        Assert.StartsWith("it is not known whether the change was made: ", unknown.Message, StringComparison.Ordinal);
        await server.StartAgainAsync();
        await using var next = await database.Appliance.BeginTurnAsync(0, Cancel);
        Assert.Equal([new Change.HostSet(Samples.Host(1))], next.Missed!.Changes);
    }

    [Fact]
    public async Task A_commit_that_no_standby_has_confirmed_is_not_acknowledged_although_the_server_says_it_was_made()
    {
        await using var server = await PostgresServer.StartAsync();
        _name = await server.NewDatabaseAsync();
        using var database = Open(server, _one);
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        await server.AskAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        await server.AskAsync("SELECT pg_reload_conf()");

        // The server reads its configuration a moment after it was told to.
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Cancel);
        var unknown = await Assert.ThrowsAnyAsync<StorageException>(() => database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(2))], Cancel));

        Assert.StartsWith("it is not known whether the change", unknown.Message, StringComparison.Ordinal);
        await server.AskAsync("ALTER SYSTEM RESET synchronous_standby_names");
        await server.AskAsync("SELECT pg_reload_conf()");
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(3))], Cancel);
    }

    [Fact]
    public async Task A_way_to_the_server_that_swallows_everything_ends_in_a_sentence_and_comes_back()
    {
        await using var line = new CutLine(postgres.Server.Socket);
        var address = PostgresAddress.Parse(
            $"Host={line.Folder};Database={_name};Username={PostgresServer.User}", () => PostgresServer.Password, "Database:Connection");
        using var database = PostgresDatabase.Open(address, _one.Path, PostgresFixture.Named("one"));
        database.Store.Patience = TimeSpan.FromSeconds(2);
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(1))], Cancel);
        line.Cut();
        var began = Stopwatch.GetTimestamp();

        await Assert.ThrowsAsync<StorageException>(() => database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(2))], Cancel));

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        line.Mend();
        await database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(3))], Cancel);
        Assert.Equal(2, (await database.Appliance.LoadAsync(Cancel)).Changes.Count);
    }

    private PostgresDatabase Open(PostgresServer server, TemporaryFolder folder, bool alone = false) =>
        PostgresDatabase.Open(PostgresFixture.AddressOf(server, _name), folder.Path, PostgresFixture.Named(folder.Path), alone);
}
