using System.Diagnostics;
using BootService.Lab;
using BootService.Lab.Databases;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Cluster.Tests;

/// <summary>Two daemons at one database, each with a boot network of its own.</summary>
public sealed class TwoFrontendsTests(DatabaseServer database) : IAsyncLifetime
{
    private readonly List<BootLan> _lans = [];
    private readonly List<DaemonProcess> _daemons = [];
    private CutLine _line = null!;
    private string _name = string.Empty;

    private StackCommand One => _daemons[0].Stack;

    private StackCommand Other => _daemons[1].Stack;

    public async ValueTask InitializeAsync()
    {
        Requirements.Demand();
        _name = await database.Server.NewDatabaseAsync();
        _line = new CutLine(database.Server.Socket);
        for (var number = 1; number <= 2; number++)
        {
            var lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "cluster", $"{nameof(TwoFrontendsTests)}-{number}"));
            _lans.Add(lan);
            _daemons.Add(new DaemonProcess(lan));
            await _daemons[^1].StartAsync(
            [
                .. DatabaseServer.Settings(database.Server, _name, number == 1 ? null : _line),
                $"--Frontend:Name=fe{number}",
            ]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons)
        {
            await daemon.DisposeAsync();
        }

        foreach (var lan in _lans)
        {
            await lan.DisposeAsync();
        }

        await _line.DisposeAsync();
    }

    [Fact]
    public async Task What_is_said_to_one_is_known_to_the_other_and_numbers_come_once()
    {
        await One.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
        var began = Stopwatch.GetTimestamp();
        while (!(await Other.RunAsync("list", "host")).Contains("backend-0-0", StringComparison.Ordinal))
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(3), "the other frontend does not follow");
        }

        // Both write at once, the same thing too.
        await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(number => new[]
        {
            One.RunAsync("set", "attr", $"attr=one{number}", "value=1"), Other.RunAsync("set", "attr", $"attr=other{number}", "value=1"),
            One.RunAsync("set", "attr", "attr=both", $"value={number}"), Other.RunAsync("set", "attr", "attr=both", $"value={number}"),
        }));

        Assert.Equal(
            "0", await database.Server.AskAsync(
                "SELECT count(*) FROM (SELECT change FROM audit GROUP BY change HAVING count(DISTINCT command) > 1 OR count(DISTINCT at) > 1) AS twice",
                _name));
        Assert.Equal("40", await database.Server.AskAsync("SELECT count(*) FROM attributes WHERE name LIKE 'one%' OR name LIKE 'other%'", _name));
        Assert.Equal(await One.RunAsync("list", "attr"), await Other.RunAsync("list", "attr"));
    }

    [Fact]
    public async Task Both_are_listed_and_who_is_stopped_is_told_to_be_silent()
    {
        Assert.Equal([("fe1", "up", "True"), ("fe2", "up", "False")], await ListedAsync(2, "up"));
        await _daemons[1].KillAsync();
        Assert.Equal([("fe1", "up", "True"), ("fe2", "silent", "False")], await ListedAsync(2, "silent"));
    }

    [Fact]
    public async Task A_name_is_one_frontends_and_who_has_none_is_alone()
    {
        var lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "cluster", $"{nameof(TwoFrontendsTests)}-3"));
        _lans.Add(lan);
        _daemons.Add(new DaemonProcess(lan));
        var settings = DatabaseServer.Settings(database.Server, _name);

        var twin = await Assert.ThrowsAsync<LabException>(() => _daemons[2].StartAsync([.. settings, "--Frontend:Name=fe2"]));
        Assert.Contains("another bootservice that is called fe2 is using the database", twin.Message, StringComparison.Ordinal);
        var alone = await Assert.ThrowsAsync<LabException>(() => _daemons[2].StartAsync(settings));
        Assert.Contains("or give each a name (Frontend:Name) to share it", alone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_install_armed_at_one_goes_on_at_the_other_and_no_kickstart_leaves_a_frontend_that_cannot_ask()
    {
        await RandomPallet.AddAsync(One, _lans[0].Scratch);
        await One.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
        await One.RunAsync(
            "add", "host", "interface", "backend-0-0", "interface=eth0", $"mac={BootLan.MacOf(0)}", $"ip={BootLan.AddressOf(0)}", "network=private");
        await One.RunAsync("set", "host", "boot", "backend-0-0", "action=install");
        var secret = await database.Server.AskAsync("SELECT secret FROM attempts", _name);
        var here = await NodeAsync(0);
        var there = await NodeAsync(1);

        // At once, before the other had to hear of it: it asks before it says that it knows no such install.
        Assert.Equal("200", await there.FetchAsync($"ks/{secret}"));
        Assert.Equal("Fetched", await database.Server.AskAsync("SELECT state FROM attempts", _name));

        // The other is cut off, and the machine finishes here.
        _line.Cut();
        Assert.Equal("200", await here.FetchAsync($"done/{secret}"));
        Assert.Equal("os", await One.ActionOfAsync("backend-0-0"));

        // The other still believes that it installs, and gives out nothing: neither at once nor when it knows that it does not know.
        Assert.Equal("install", await Other.ActionOfAsync("backend-0-0"));
        Assert.Equal("503", await there.FetchAsync($"ks/{secret}"));

        _line.Mend();
        var began = Stopwatch.GetTimestamp();
        while (await Other.ActionOfAsync("backend-0-0") != "os")
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(15), "the other frontend does not follow after the cut");
        }

        Assert.Equal("410", await there.FetchAsync($"ks/{secret}"));
    }

    private async Task<LanClient> NodeAsync(int lan)
    {
        var node = await _lans[lan].AddClientAsync();
        await node.TakeAddressAsync(BootLan.AddressOf(0));
        return node;
    }

    private async Task<IEnumerable<(string Name, string State, string Here)>> ListedAsync(int count, string last)
    {
        var rows = await One.ListAsync("list", "frontend");
        await Poll.UntilAsync($"{count} frontends, the last of them {last}", TimeSpan.FromSeconds(15), async () =>
        {
            rows = await One.ListAsync("list", "frontend");
            return rows.Count == count && rows[^1]["state"] == last;
        });
        return rows.Select(row => (row["name"], row["state"], row["here"]));
    }
}
