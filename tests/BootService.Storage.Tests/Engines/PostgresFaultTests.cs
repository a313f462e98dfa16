using BootService.Core;
using BootService.Core.Inventories;
using BootService.Lab.Databases;
using BootService.Storage.Postgres;
using Xunit;

namespace BootService.Storage.Tests.Engines;

/// <summary>What can be wrong with a server, a database or the way to it: one sentence each, with what to do.</summary>
public sealed class PostgresFaultTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        "Host=/nowhere;Password=secret",
        "Database:Connection holds a password, which lists of processes and settings would show: write it into a file that only bootservice can read, and name "
            + "that file")]
    [InlineData("Database=x", "Database:Connection names no server: add Host=, the name of a machine or the folder of a socket such as /run/postgresql")]
    [InlineData(
        "Hots=x;Paswort=secret", "Database:Connection is no connection string of PostgreSQL: write it like Host=db1;Database=bootservice;Username=bootservice")]
    [InlineData(
        "Host=x;Port=secret", "Database:Connection is no connection string of PostgreSQL: write it like Host=db1;Database=bootservice;Username=bootservice")]
    public void A_connection_string_that_will_not_do_is_refused_without_its_values(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<StorageException>(() => PostgresAddress.Parse(text, () => null, "Database:Connection")).Message);

    [Fact]
    public void A_server_that_is_not_there_is_told_with_its_place() => Refused(
        PostgresAddress.Parse($"Host={_folder.Path};Database=site", () => null, "Database:Connection"),
        $"the database site on {_folder.Path} cannot be reached (", "): start its server, or say in Database:Connection where it is");

    [Fact]
    public async Task A_wrong_password_is_told_and_not_repeated()
    {
        var name = await postgres.Server.NewDatabaseAsync();
        Refused(
            PostgresAddress.Parse(postgres.Server.ConnectionTo(name), () => "guess", "Database:Connection"),
            $"the database {name} on {postgres.Server.Socket} does not let user bootservice in: write the user's password into the file that "
                + "Database:PasswordFile names", "pg_hba.conf of the server");
    }

    [Fact]
    public void A_database_that_is_not_there_is_told_with_the_command_that_makes_it() => Refused(
        PostgresFixture.AddressOf(postgres.Server, "moon"),
        $"there is no database moon on {postgres.Server.Socket}: make it with \"createdb --owner=bootservice moon\" on the server", string.Empty);

    [Fact]
    public async Task A_user_who_may_make_no_tables_is_told()
    {
        var name = await postgres.Server.NewDatabaseAsync("postgres");
        Refused(
            PostgresFixture.AddressOf(postgres.Server, name),
            $"the database {name} on {postgres.Server.Socket} does not let user bootservice make or write tables",
            $"(\"ALTER DATABASE {name} OWNER TO bootservice\")");
    }

    [Fact]
    public async Task A_database_of_something_else_is_left_alone()
    {
        var name = await postgres.Server.NewDatabaseAsync();
        await postgres.Server.AskAsync("CREATE TABLE bookmarks (url text)", name);
        Refused(
            PostgresFixture.AddressOf(postgres.Server, name), $"{name} on {postgres.Server.Socket} is a database of something else: make one of its own",
            "and name it in Database:Connection");
        Assert.Equal("1", await postgres.Server.AskAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_alone()
    {
        var name = await postgres.Server.NewDatabaseAsync();
        Open(name).Dispose();
        await postgres.Server.AskAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Moon', '99.0')", name);
        Refused(
            PostgresFixture.AddressOf(postgres.Server, name),
            $"the database {name} on {postgres.Server.Socket} was written by a newer bootservice (its schema is 29990101000000_Moon): install that "
                + "version again", "into another database");
    }

    [Fact]
    public async Task Text_that_is_not_kept_as_UTF8_is_refused_with_the_command_that_makes_it_right()
    {
        var name = await postgres.Server.NewDatabaseAsync(options: "LOCALE 'C' ENCODING LATIN1");
        Refused(
            PostgresFixture.AddressOf(postgres.Server, name), $"the database {name} on {postgres.Server.Socket} keeps text as LATIN1, and UTF8 is needed",
            string.Empty);
    }

    /// <summary>What a pooler in mode transaction does to two connections of ours: between transactions they are one of the server's.</summary>
    [Fact]
    public async Task Connections_that_are_not_our_own_are_known_by_what_they_keep()
    {
        using var engine = new PostgresEngine(PostgresFixture.AddressOf(postgres.Server, await postgres.Server.NewDatabaseAsync()), "test");
        using var connection = engine.Open();
        using var other = engine.Open();

        Assert.True(ConnectionPooler.IsBetween(connection, connection));
        Assert.False(ConnectionPooler.IsBetween(connection, other));
        ConnectionPooler.Refuse(engine, connection);
    }

    [Fact]
    public async Task A_standby_is_told_to_be_one()
    {
        var name = await postgres.Server.NewDatabaseAsync();
        Open(name).Dispose();
        await postgres.Server.AskAsync($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        using var database = Open(name);
        database.Store.Patience = TimeSpan.FromSeconds(1);
        Assert.Contains(
            "takes no changes, as a standby does: name the primary",
            (await Assert.ThrowsAsync<StorageException>(() => PostgresTrial.RunAsync(PostgresFixture.AddressOf(postgres.Server, name), Cancel))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "takes no changes, as a standby does: name the primary", (await Assert.ThrowsAsync<StorageException>(() => AddAsync(database, 1))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE hosts SET action = 'dance'", "hosts.action of backend-0-1: it is none of Install, None, Os")]
    [InlineData("ALTER TABLE hosts ALTER COLUMN comment TYPE bytea USING comment::bytea", "hosts.comment of backend-0-1: octets where text belongs")]
    [InlineData(
        "ALTER TABLE networks ALTER COLUMN mtu TYPE text; INSERT INTO networks (name, address, prefix, pxe, mtu) VALUES ('wide', 0, 16, false, 'one')",
        "networks.mtu of wide: text where a number belongs")]
    [InlineData("UPDATE interfaces SET address = -1", "interfaces.address of backend-0-1 eth0: ")]
    public async Task A_row_that_no_version_wrote_is_damage_and_neither_a_crash_nor_another_value(string damage, string where)
    {
        var name = await postgres.Server.NewDatabaseAsync();
        using var database = Open(name);
        await AddAsync(database, 1);
        await postgres.Server.AskAsync(damage, name);

        var refusal = await Assert.ThrowsAsync<StorageException>(() => database.Appliance.LoadAsync(Cancel));

        Assert.StartsWith($"the database {database.Place} is damaged ({where}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(refusal.Message, database.Examine());
    }

    [Fact]
    public async Task A_text_that_no_column_can_hold_is_refused_and_nothing_of_its_transaction_is_kept()
    {
        using var database = Open(await postgres.Server.NewDatabaseAsync());
        await Assert.ThrowsAsync<RefusedException>(() => database.Appliance.CommitAsync(
            [new Change.HostSet(Samples.Host(1)), new Change.HostSet(Samples.Host(2) with { Comment = "a\0b" })], Cancel));
        Assert.Empty((await database.Appliance.LoadAsync(Cancel)).Changes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2_500)]
    [InlineData(4_999)]
    public async Task A_rule_broken_by_one_of_many_rows_is_a_refusal_wherever_it_stands(int broken)
    {
        using var database = Open(await postgres.Server.NewDatabaseAsync());
        var many = Enumerable.Range(1, 5_000).Select(number => Samples.Attribute(Samples.Name(1), $"a{number}", number == broken ? "a\0b" : "1")).ToList();

        await Assert.ThrowsAsync<RefusedException>(() => database.Appliance.CommitAsync(many, Cancel));
        Assert.Empty((await database.Appliance.LoadAsync(Cancel)).Changes);

        many[broken - 1] = Samples.Attribute(Samples.Name(1), $"a{broken}", "1");
        await database.Appliance.CommitAsync(many, Cancel);
        Assert.Equal(5_000, (await database.Appliance.LoadAsync(Cancel)).Changes.Count);
    }

    [Fact]
    public async Task What_the_database_refuses_is_told_without_its_values()
    {
        using var database = Open(await postgres.Server.NewDatabaseAsync());
        await AddAsync(database, 1);
        var twin = new Change.AttemptSet(Samples.Attempt(2, Samples.Name(1)) with { Secret = "hush" });
        await database.Appliance.CommitAsync([new Change.AttemptSet(Samples.Attempt(1, Samples.Name(1)) with { Secret = "hush" })], Cancel);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => database.Appliance.CommitAsync([twin], Cancel));

        Assert.DoesNotContain("hush", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_daemon_at_the_same_database_is_refused_with_the_name_of_the_first()
    {
        var name = await postgres.Server.NewDatabaseAsync();
        using var other = new TemporaryFolder();
        using var first = PostgresDatabase.Open(PostgresFixture.AddressOf(postgres.Server, name), other.Path, PostgresFixture.Named("fe1"), isAlone: true);

        var refusal = Assert.Throws<StorageException>(
            () => PostgresDatabase.Open(PostgresFixture.AddressOf(postgres.Server, name), _folder.Path, PostgresFixture.Named("fe2"), isAlone: true));

        Assert.Equal(
            $"another bootservice (bootservice fe1) is using the database {first.Place}: stop it, give this one a database of its own, or give each a name "
                + "(Frontend:Name) to share it", refusal.Message);
    }

    [Fact]
    public void The_data_directory_is_claimed_as_ever()
    {
        using var first = BootDatabase.Open(_folder.Path);
        Refused(PostgresFixture.AddressOf(postgres.Server, "moon"), $"another bootservice is using {_folder.Path}", string.Empty);
    }

    [Fact]
    public async Task A_trial_makes_nothing_and_tells_what_a_start_would_find()
    {
        var name = await postgres.Server.NewDatabaseAsync();
        var address = PostgresFixture.AddressOf(postgres.Server, name);
        Assert.Null((await PostgresTrial.RunAsync(address, Cancel)).Stored);
        Assert.Equal("0", await postgres.Server.AskAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name));

        using var database = Open(name);
        await AddAsync(database, 1);
        Assert.Single((await PostgresTrial.RunAsync(address, Cancel)).Stored!.OfType<Change.HostSet>());
    }

    private static Task AddAsync(BootDatabase database, int number) =>
        database.Appliance.CommitAsync([new Change.HostSet(Samples.Host(number)), Samples.Attribute(Samples.Name(number), "a", "1")], Cancel);

    private PostgresDatabase Open(string name) =>
        PostgresDatabase.Open(PostgresFixture.AddressOf(postgres.Server, name), _folder.Path, PostgresFixture.Named("frontend"));

    private void Refused(PostgresAddress address, string begin, string end)
    {
        var sentence = Assert.Throws<StorageException>(() => PostgresDatabase.Open(address, _folder.Path, PostgresFixture.Named("frontend"))).Message;
        Assert.StartsWith(begin, sentence, StringComparison.Ordinal);
        Assert.EndsWith(end, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, sentence, StringComparison.Ordinal);
    }
}
