using BootService.Lab;
using BootService.Lab.Databases;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Cluster.Tests;

/// <summary>The daemon that is published, with everything it knows in PostgreSQL.</summary>
public sealed class OneDaemonTests(DatabaseServer database) : IAsyncLifetime
{
    private BootLan _lan = null!;
    private DaemonProcess _daemon = null!;

    private StackCommand Stack => _daemon.Stack;

    public async ValueTask InitializeAsync()
    {
        Requirements.Demand();
        _lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "cluster", nameof(OneDaemonTests)));
        _daemon = new DaemonProcess(_lan);
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _lan.DisposeAsync();
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart_on_another_data_directory_and_nothing_of_SQLite_was_made()
    {
        var name = await database.Server.NewDatabaseAsync();
        await _daemon.StartAsync(DatabaseServer.Settings(database.Server, name));
        await RandomPallet.AddAsync(Stack, _lan.Scratch);
        await Stack.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
        await Stack.RunAsync(
            "add", "host", "interface", "backend-0-0", "interface=eth0", $"mac={BootLan.MacOf(0)}", $"ip={BootLan.AddressOf(0)}", "network=private");
        await Stack.RunAsync("set", "host", "attr", "backend-0-0", "attr=color", "value=green");
        await Stack.RunAsync("set", "host", "boot", "backend-0-0", "action=install");
        var backup = Path.Combine(_lan.Scratch, "copy.db");
        Assert.Contains(backup, await Stack.RunAsync("backup", $"file={backup}"), StringComparison.Ordinal);
        var (hosts, events, audit) = await SeenAsync();
        await _daemon.StopAsync(TimeSpan.FromSeconds(10));
        Assert.False(File.Exists(Path.Combine(_daemon.DataDirectory, "bootservice.db")));
        Directory.Delete(_daemon.DataDirectory, recursive: true);

        await _daemon.StartAsync(DatabaseServer.Settings(database.Server, name));

        Assert.Equal("install", await Stack.ActionOfAsync("backend-0-0"));
        Assert.Equal((hosts, events, audit), await SeenAsync());
        Assert.Equal("1", await database.Server.AskAsync("SELECT count(*) FROM kickstarts", name));
        await Stack.RunAsync("undo");
        Assert.NotEqual("install", await Stack.ActionOfAsync("backend-0-0"));
        Assert.Contains("green", await Stack.RunAsync("list", "host", "attr", "backend-0-0", "attr=color"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Npgsql_is_loaded_with_the_setting_and_not_without_it_and_the_password_is_in_no_list_of_processes()
    {
        await _daemon.StartAsync();
        await Stack.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
        var maps = await MapsAsync();
        Assert.Contains("BootService.Storage.dll", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("Npgsql", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("Postgres", maps, StringComparison.Ordinal);
        await _daemon.StopAsync(TimeSpan.FromSeconds(10));

        await _daemon.StartAsync(DatabaseServer.Settings(database.Server, await database.Server.NewDatabaseAsync()));
        maps = await MapsAsync();
        Assert.Contains("/Npgsql.dll", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("EntityFrameworkCore", maps, StringComparison.Ordinal);
        await Stack.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
        var told = await File.ReadAllTextAsync($"/proc/{_daemon.Id}/cmdline", TestContext.Current.CancellationToken)
            + await File.ReadAllTextAsync($"/proc/{_daemon.Id}/environ", TestContext.Current.CancellationToken) + await Stack.RunAsync(
                "dump") + _daemon.Log.Text;
        Assert.DoesNotContain(PostgresServer.Password, told, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "correct horse", await database.Server.AskAsync("SELECT string_agg(application_name || query, ' ') FROM pg_stat_activity"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("readable", "holds the password of the database and others than its owner may read or write it: \"chmod 600 ")]
    [InlineData("missing", "there is no file ")]
    [InlineData("empty", "does not hold the password of the database: write it there, as its one line")]
    [InlineData("wrong", "does not let user bootservice in: write the user's password into the file that Database:PasswordFile names")]
    [InlineData("away", "cannot be reached (")]
    [InlineData("inline", "Database:Connection holds a password")]
    public async Task A_start_without_a_way_in_ends_with_one_sentence(string how, string sentence)
    {
        var file = Path.Combine(_lan.Scratch, "password");
        await File.WriteAllTextAsync(file, how == "empty" ? "\n" : how == "wrong" ? "guess" : PostgresServer.Password, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(file, how == "readable" ? UnixFileMode.UserRead | UnixFileMode.OtherRead : UnixFileMode.UserRead);
        var way = how == "away" ? $"Host={_lan.Scratch};Database=site" : database.Server.ConnectionTo(await database.Server.NewDatabaseAsync());

        var ended = await Assert.ThrowsAsync<LabException>(() => _daemon.StartAsync(
            $"--Database:Connection={way}{(how == "inline" ? ";Password=hush" : string.Empty)}",
            $"--Database:PasswordFile={(how == "missing" ? file + "s" : file)}"));

        Assert.Contains(sentence, ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", ended.Message.Replace("Password=hush", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_goes_away_and_comes_back_costs_changes_and_nothing_else()
    {
        await using var server = await PostgresServer.StartAsync();
        await _daemon.StartAsync(DatabaseServer.Settings(server, await server.NewDatabaseAsync()));
        await Stack.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
        await server.CrashAsync();

        Assert.Contains("backend-0-0", await Stack.RunAsync("list", "host"), StringComparison.Ordinal);
        var refused = await Stack.TryAsync("set", "host", "attr", "backend-0-0", "attr=a", "value=1");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("; nothing was changed", refused.Error, StringComparison.Ordinal);

        await server.StartAgainAsync();
        await Stack.RunAsync("set", "host", "attr", "backend-0-0", "attr=a", "value=2");
        Assert.Contains("2", await Stack.RunAsync("list", "host", "attr", "backend-0-0", "attr=a"), StringComparison.Ordinal);
    }

    private async Task<(string Hosts, string Events, string Audit)> SeenAsync() =>
        (await Stack.RunAsync("list", "host"), await Stack.RunAsync("list", "host", "event", "backend-0-0"), await Stack.RunAsync("list", "audit"));

    private Task<string> MapsAsync() => File.ReadAllTextAsync($"/proc/{_daemon.Id}/maps", TestContext.Current.CancellationToken);
}
