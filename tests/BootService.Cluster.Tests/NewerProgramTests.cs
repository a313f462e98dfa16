using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Cluster.Tests;

/// <summary>
/// A frontend whose database a newer program has taken over, as when frontends are upgraded one after the other. What that program would do is done to the
/// database: its migration, which only adds, and commits whose words nobody here knows.
/// </summary>
public sealed class NewerProgramTests(DatabaseServer database) : IAsyncLifetime
{
    private const string Schema = "29990101000000_Moon";

    private FrontendPair _pair = null!;

    private StackCommand Stack => _pair.One;

    public async ValueTask InitializeAsync()
    {
        _pair = await FrontendPair.CreateAsync(database, nameof(NewerProgramTests));
        await _pair.StartAsync(0);
        await Stack.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
    }

    public ValueTask DisposeAsync() => _pair.DisposeAsync();

    [Fact]
    public async Task Who_runs_goes_on_beside_it_and_leaves_alone_what_he_does_not_know()
    {
        await UpgradeAsync();
        await CommitAsync("UPDATE hosts SET moon = 7, comment = 'by the newer'");

        await Poll.UntilAsync("what the newer wrote is shown", FrontendPair.Patience, async () =>
            (await Stack.RunAsync("list", "host")).Contains("by the newer", StringComparison.Ordinal));
        await Stack.RunAsync("set", "host", "comment", "backend-0-0", "comment=here");
        await Stack.RunAsync("set", "attr", "attr=site.tried", "value=yes");

        Assert.Equal("7|here", await _pair.AskAsync("SELECT moon, comment FROM hosts"));
        Assert.True(await FrontendPair.SaysAsync(Stack, "what is known here is the newest"));
        Assert.DoesNotContain("   at ", _pair.Daemons[0].Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_stopped_does_not_start_says_why_and_changes_nothing()
    {
        await UpgradeAsync();
        await _pair.Daemons[0].StopAsync(TimeSpan.FromSeconds(10));
        var before = await ContentsAsync();

        var ended = await Assert.ThrowsAsync<LabException>(() => _pair.StartAsync(0));

        Assert.Contains(
            $"was written by a newer bootservice (its schema is {Schema}): install that version again, or load a dump from before into another database",
            ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Message, StringComparison.Ordinal);
        Assert.Equal(before, await ContentsAsync());
    }

    [Fact]
    public async Task Who_does_not_understand_what_it_wrote_says_so_and_installs_nobody_until_he_does()
    {
        await RandomPallet.AddAsync(Stack, _pair.Lan.Scratch);
        var node = await _pair.Lan.AddClientAsync();
        await node.TakeAddressAsync(BootLan.AddressOf(0));
        await Stack.RunAsync(
            "add", "host", "interface", "backend-0-0", "interface=eth0", $"mac={node.Mac}", $"ip={BootLan.AddressOf(0)}", "network=private");
        await Stack.RunAsync("set", "host", "boot", "backend-0-0", "action=install");
        var secret = await _pair.AskAsync("SELECT secret FROM attempts");

        await UpgradeAsync();
        await CommitAsync(
            "INSERT INTO hosts (name, action, appliance, box, comment, install_action, os, os_action, rack, rank) "
                + "SELECT 'backend-0-9', 'Dance', appliance, box, comment, install_action, os, os_action, rack, '9' FROM hosts");

        await FrontendPair.UntilSaysAsync(Stack, "so no installer is handed out from here");
        Assert.Contains(
            $"a newer bootservice (its schema is {Schema}) has written into the database", _pair.Daemons[0].Log.Text, StringComparison.Ordinal);
        Assert.Contains("bring this frontend to that version", _pair.Daemons[0].Log.Text, StringComparison.Ordinal);
        Assert.Equal("503", await node.FetchAsync($"ks/{secret}"));
        var refused = await Stack.TryAsync("set", "attr", "attr=site.tried", "value=yes");
        Assert.Contains("bring this frontend to that version; nothing was changed", refused.Error, StringComparison.Ordinal);

        await CommitAsync("UPDATE hosts SET action = 'Os' WHERE name = 'backend-0-9'");
        await FrontendPair.UntilSaysAsync(Stack, "what is known here is the newest");
        Assert.Equal("200", await node.FetchAsync($"ks/{secret}"));
    }

    private Task<string> UpgradeAsync() => _pair.AskAsync(
        $"ALTER TABLE hosts ADD moon bigint NOT NULL DEFAULT 0; CREATE TABLE moons (name text PRIMARY KEY); "
            + $"INSERT INTO \"__EFMigrationsHistory\" VALUES ('{Schema}', '99.0')");

    // One transaction, as a turn is.
    private Task<string> CommitAsync(string sql) => _pair.AskAsync(
        $"SELECT version FROM state FOR UPDATE; {sql}; UPDATE state SET version = version + 1; "
            + "INSERT INTO commits (version, id, frontend, at, changes, schema) "
            + $"SELECT version, 'moon-' || version, 'fe9', 0, '[{{\"change\":\"moon\",\"phase\":7}}]', '{Schema}' FROM state; "
            + "SELECT pg_notify('bootservice', version::text) FROM state");

    private Task<string> ContentsAsync() => _pair.AskAsync(
        "SELECT string_agg(table_name || md5(query_to_xml('SELECT * FROM ' || quote_ident(table_name), true, false, '')::text), ' ' ORDER BY table_name) "
            + "FROM information_schema.tables WHERE table_schema = 'public'");
}
