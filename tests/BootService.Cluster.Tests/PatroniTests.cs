using System.Diagnostics;
using BootService.Cluster.Tests.Printed;
using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Cluster.Tests;

/// <summary>
/// docs/cluster.md from its packages to its test of failure: each line is typed as it stands, on three machines. Then the primary is lost under load, once its
/// processes alone and once with its machine, and Patroni elects the other. Explicit: its packages are large, and only "make interop" installs them.
/// </summary>
public sealed class PatroniTests : IAsyncLifetime
{
    private const string Password = "choose-a-third";
    private const string Primary = "Leader";
    private const string Standby = "Sync Standby";
    private const int Hosts = 24;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly PrintedPage _page = PrintedPage.Read("cluster.md");
    private readonly List<PrintedMachine> _all = [];
    private BootLan _lan = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IReadOnlyList<PrintedMachine> Frontends => _all[..2];

    public async ValueTask InitializeAsync()
    {
        Requirements.Demand();
        _lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "cluster", nameof(PatroniTests)));
        (await Tool.RunAsync("chmod", ["0755", _lan.Scratch])).Succeeded();
        (await _lan.RunAsync("ip", "address", "flush", "dev", BootLan.Interface)).Succeeded();
        for (var number = 1; number <= 3; number++)
        {
            _all.Add(await PrintedMachine.CreateAsync(_lan, number));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var machine in _all)
        {
            await machine.DisposeAsync();
        }

        await _lan.DisposeAsync();
    }

    [Fact(Explicit = true)]
    public async Task Two_frontends_set_up_by_the_page_lose_nothing_that_was_acknowledged_with_a_primary_that_is_killed_under_load()
    {
        await DatabaseAsync();
        await FrontendsAsync();
        await FilesAsync();
        await AddressesAsync();
        await RelayAsync();
        var (known, guests, installs) = await MachinesAsync();

        // The processes of the database alone: both daemons go on.
        var first = await WhoIsAsync(Primary);
        await LoseAsync("database", first, [known], guests[..2], await ArmedAsync(0, installs), async () => await first.KillAsync("patroni", "postgres"));
        await first.TypeAsync("systemctl start patroni");
        await WhoIsAsync(Standby);

        // Its machine: the daemon, the service address and a vote go with it.
        var second = await WhoIsAsync(Primary);
        Assert.NotEqual(first, second);
        await LoseAsync("machine", second, [known], guests[2..], await ArmedAsync(Hosts / 2, installs), second.PowerCutAsync);
        await second.SwitchOnAsync();
        await second.TypeAsync(["systemctl start etcd", "systemctl start patroni", "systemctl start bootservice", "systemctl start keepalived"]);
        second.Serves = true;
        await WhoIsAsync(Standby);
        await HomeAsync();

        await FailureAsync();

        // An upgrade under a real systemd has a test of its own.
        Assert.Equal(["apt-get install ./bootservice_*.deb"], _page.Left);
    }

    private async Task DatabaseAsync()
    {
        var etcd = _page.Block("apt-get install etcd-server");
        await Task.WhenAll(_all.Select(machine => machine.TypeAsync(etcd)));

        var members = await Task.WhenAll(_all.Select(machine => machine.TypeAsync(etcd[^1])));
        Assert.All(members, told => Assert.All(_all, machine => Assert.Contains($" {machine.Name},", told, StringComparison.Ordinal)));
        await Task.WhenAll(_all.Select(machine => machine.TypeAsync(_page.Block("nft -f"))));

        var settings = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "cluster", "patroni.yml"), Cancel);
        var patroni = _page.Block("apt-get install postgresql patroni");
        await Task.WhenAll(Frontends.Select(async machine =>
        {
            await File.WriteAllTextAsync(Path.Combine(machine.Home, "patroni.yml"), machine.Own(settings), Cancel);
            await machine.TypeAsync(patroni);
        }));
        await WhoIsAsync(Standby);
        var primary = await WhoIsAsync(Primary);
        var create = _page.Block("createuser ");
        await primary.TypeAsync(create[0], $"{Password}\n{Password}\n", "postgres");
        await primary.TypeAsync(create[1], user: "postgres");

        // A machine of the boot network reaches none of it.
        var node = await _lan.AddClientAsync();
        await node.TakeAddressAsync(BootLan.AddressOf(9));
        foreach (var port in (int[])[2379, 5432, 8008])
        {
            Assert.Equal(28, (await node.RunAsync("curl", "-s", "-m", "2", $"telnet://{primary.Address}:{port}")).ExitCode);
        }
    }

    private async Task FrontendsAsync()
    {
        var password = PrintedPage.Read("postgresql.md").Block("install -o bootservice");
        var settings = _page.Block("\"Frontend\": { \"Name\": \"fe1\"");
        var check = _page.Within("bootservice --check");
        var start = _page.Within("systemctl restart bootservice");
        foreach (var machine in Frontends)
        {
            await machine.TypeAsync(password[0]);
            await machine.TypeAsync(password[1], $"{Password}\n");
            await machine.TypeAsync("cat > /etc/bootservice/bootservice.json", $"{{\n{machine.Own(string.Join('\n', settings))}\n}}\n");
            await machine.TypeAsync(check);
            await machine.TypeAsync(start);
            machine.Serves = true;
        }

        var lists = _page.Block("stack list frontend");
        await Poll.UntilAsync("they find each other", Patience, async () =>
            (await Frontends[0].TryAsync(lists[0])).Output.Split('\n').Count(line => line.Contains(" up ", StringComparison.Ordinal)) == 2);
        await Poll.UntilAsync("the cluster is well", Patience, async () =>
            (await Frontends[1].TryAsync(lists[1])).Output.Contains("what it acknowledges is on a standby too", StringComparison.Ordinal));
    }

    private async Task FilesAsync()
    {
        await RandomPallet.AddAsync(Frontends[0].Stack, Frontends[0].Home);
        await Frontends[0].TypeAsync(_page.Block("stack push files"));
        var list = _page.Block("stack list pallet");
        await Poll.UntilAsync("both have the pallet", Patience, async () =>
            (await Frontends[1].TypeAsync(list[0])).Contains("fe1 fe2", StringComparison.Ordinal));
    }

    private async Task AddressesAsync()
    {
        var lines = _page.Block("apt-get install keepalived");
        foreach (var machine in Frontends)
        {
            await machine.TypeAsync(lines);
        }

        await HomeAsync();
    }

    private async Task RelayAsync()
    {
        await Frontends[0].TypeAsync(_page.Block("stack add network rack7"));

        // What a relay is told by its own settings has tests of its own.
        _page.Block("\"Interface\": \"eth1\"");
    }

    private async Task<(LanClient Known, LanClient[] Guests, LanClient Installs)> MachinesAsync()
    {
        var stack = Frontends[0].Stack;
        await stack.RunAsync("set", "network", "private", "first=10.1.9.0", "last=10.1.9.63");
        var known = await _lan.AddClientAsync();
        await stack.RunAsync("add", "host", "backend-1-0", "appliance=backend", "rack=1", "rank=0");
        await stack.RunAsync(
            "add", "host", "interface", "backend-1-0", "interface=eth0", $"mac={known.Mac}", $"ip={BootLan.AddressOf(0)}", "network=private");
        await known.TakeAddressAsync(BootLan.AddressOf(0));

        var installs = await _lan.AddClientAsync();
        await stack.RunAsync("add", "host", $"backend-0-[0-{Hosts - 1}]", $"ip={AddressOf(0)}+");
        for (var number = 0; number < Hosts; number++)
        {
            await stack.RunAsync("set", "host", "interface", "mac", $"backend-0-{number}", "interface=eth0", $"mac={BootLan.MacOf(number)}");
            await installs.TakeAddressAsync(Ipv4.Parse(AddressOf(number)));
        }

        return (known, [await _lan.AddClientAsync(), await _lan.AddClientAsync(), await _lan.AddClientAsync(), await _lan.AddClientAsync()], installs);
    }

    private static string AddressOf(int number) => $"10.1.0.{number + 20}";

    private async Task<(LanClient Node, (string Address, string Secret)[] Hosts)> ArmedAsync(int from, LanClient node)
    {
        await Frontends[1].Stack.RunAsync("set", "host", "boot", $"backend-0-[{from}-{from + (Hosts / 2) - 1}]", "action=install", $"confirm={Hosts / 2}");
        var secrets = (await SqlAsync("SELECT host, secret FROM attempts WHERE state = 'Armed'")).Split('\n').Select(line => line.Split('|'))
            .ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
        return (node, [.. Enumerable.Range(from, Hosts / 2).Select(number => (AddressOf(number), secrets[$"backend-0-{number}"]))]);
    }

    /// <summary>Loses the primary in the middle of everything, and holds what comes after to what went before.</summary>
    private async Task LoseAsync(
        string what, PrintedMachine primary, LanClient[] known, LanClient[] guests, (LanClient Node, (string Address, string Secret)[] Hosts) installs,
        Func<Task> lose)
    {
        var load = new ClusterLoad(_lan, Frontends, what);
        foreach (var frontend in Frontends)
        {
            load.Write(frontend);
        }

        foreach (var node in known)
        {
            load.Boot(node);
        }

        foreach (var guest in guests)
        {
            await load.LeaseAsync(guest);
        }

        await Poll.UntilAsync("something is written, leased and booted", Patience, () =>
            Task.FromResult(load.Kept.Count > 20 && load.Leases.Count > 1 && load.Boots > 1));
        var installed = load.InstallAsync(installs.Node, installs.Hosts);
        await Poll.UntilAsync("something is installed", Patience, () => Task.FromResult(load.Codes.GetValueOrDefault("200") > 2));
        await lose();
        var lost = Stopwatch.GetTimestamp();
        await Poll.UntilAsync("changes are taken again", Patience, () => Task.FromResult(load.KeptSince(lost) > 20));
        await installed.WaitAsync(Patience, TimeProvider.System, Cancel);
        await load.StopAsync();

        Assert.NotEqual(primary, await WhoIsAsync(Primary));
        var there = (await SqlAsync("SELECT name FROM attributes")).Split('\n').ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(load.Kept, attribute => !there.Contains(attribute));
        var told = load.Refused.Where(refused => !refused.Value.StartsWith(primary.Serves ? "nobody" : primary.Name, StringComparison.Ordinal)).ToList();
        Assert.All(told, refused => Assert.True(
            refused.Value.Contains("it is not known whether the change", StringComparison.Ordinal)
                || (refused.Value.Contains("; nothing was changed", StringComparison.Ordinal) && !there.Contains(refused.Key)), refused.Value));

        Assert.Empty(load.Unanswered);
        Assert.Empty(load.Codes.Keys.Except(["200", "503", "000"]));
        Assert.Equal(installs.Hosts.Length * 2, load.Codes["200"]);
        Assert.All(load.Leases.GroupBy(lease => lease.Address), same => Assert.Single(same.Select(lease => lease.Guest).Distinct()));
        Assert.Equal("0", await SqlAsync("SELECT count(*) FROM attempts WHERE state NOT IN ('Staged', 'Confirmed')"));
        Assert.Equal("0", await SqlAsync("SELECT count(*) FROM (SELECT host FROM attempts GROUP BY host HAVING count(*) > 1) AS twice"));
        Assert.Equal("0", await SqlAsync(
            "SELECT count(*) FROM (SELECT change FROM audit GROUP BY change HAVING count(DISTINCT command) > 1 OR count(DISTINCT at) > 1) AS twice"));
        Assert.Equal("0", await SqlAsync("SELECT (SELECT max(version) FROM commits) - (SELECT version FROM state)"));

        var unknown = told.Count(refused => refused.Value.Contains("not known", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{what} of {primary.Name} lost: {load.Kept.Count} acknowledged and there, {told.Count} refused, {unknown} unknown; none for "
                + $"{load.LongestGap().TotalSeconds:0.0} s; {load.Boots} boots of a known machine, the longest wait "
                + $"{load.LongestBoot.TotalSeconds:0.0} s; nodes told {string.Join(", ", load.Codes.Select(code => $"{code.Key} x {code.Value}"))}");
    }

    private async Task FailureAsync()
    {
        var lines = _page.Block("stack watch");
        await Frontends[0].TryAsync($"timeout --preserve-status -s INT 2 {lines[0]}");
        Frontends[0].Serves = false;
        await Frontends[0].TypeAsync(lines[1]);
        await Poll.UntilAsync("the other has both addresses", Patience, async () =>
        {
            var held = await Frontends[1].TypeAsync(lines[2]);
            return Frontends.All(machine => held.Contains($" {machine.Service}/", StringComparison.Ordinal));
        });
        await Poll.UntilAsync("the other is listed as silent", Patience, async () =>
            (await Frontends[1].TypeAsync(lines[3])).Contains(" silent ", StringComparison.Ordinal));
        await Frontends[0].TypeAsync("systemctl start bootservice");
        await HomeAsync();

        var primary = await WhoIsAsync(Primary);
        var other = Frontends.Single(machine => machine != primary);
        await primary.TypeAsync(_page.Within("systemctl stop patroni"));
        var began = Stopwatch.GetTimestamp();
        var list = _page.Within("patronictl -c");
        await Poll.UntilAsync("the other is the leader", TimeSpan.FromSeconds(30), async () => (await other.TypeAsync(list)).Split('\n').Any(
            line => line.Contains($"| {other.Name} ", StringComparison.Ordinal) && line.Contains("Leader", StringComparison.Ordinal)));
        await other.TypeAsync(_page.Within("stack set attr attr=site.tried"));
        TestContext.Current.TestOutputHelper?.WriteLine($"patroni stopped: a change is taken {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s after");
        await primary.TypeAsync("systemctl start patroni");
        await WhoIsAsync(Standby);
    }

    private Task HomeAsync() => Poll.UntilAsync("each has its own address", Patience, async () =>
    {
        var held = await Task.WhenAll(Frontends.Select(machine => machine.TypeAsync("ip -brief address")));
        return Frontends.All(machine => Frontends.All(
            holder => held[holder.Number - 1].Contains($" {machine.Service}/", StringComparison.Ordinal) == (holder == machine)));
    });

    /// <summary>The machine that has a part in the database, as the page has one look.</summary>
    private async Task<PrintedMachine> WhoIsAsync(string part)
    {
        PrintedMachine? who = null;
        await Poll.UntilAsync($"there is a {part}", Patience, async () =>
        {
            // Whichever has power.
            foreach (var machine in Frontends)
            {
                var rows = (await machine.AskAsync(_page.Within("patronictl -c"))).Split('\n');
                who = Frontends.FirstOrDefault(one => rows.Any(
                    row => row.Contains($"| {one.Name} ", StringComparison.Ordinal) && row.Contains($" {part} ", StringComparison.Ordinal)
                        && (row.Contains(" running ", StringComparison.Ordinal) || row.Contains(" streaming ", StringComparison.Ordinal))));
                if (who is not null)
                {
                    return true;
                }
            }

            return false;
        });
        return who!;
    }

    private async Task<string> SqlAsync(string sql)
    {
        var primary = await WhoIsAsync(Primary);
        return (await primary.TypeAsync($"psql --no-psqlrc -qtA bootservice -c \"{sql}\"", user: "postgres")).Trim();
    }
}
