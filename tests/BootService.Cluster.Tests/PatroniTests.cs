using System.Diagnostics;
using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Cluster.Tests;

/// <summary>
/// The database of docs/cluster.md, by the files that it prints: etcd on three machines, PostgreSQL under Patroni on two. Explicit: its packages are large, and
/// only "make interop" installs them.
/// </summary>
public sealed class PatroniTests : IAsyncLifetime
{
    private const string Password = "choose-a-third";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly List<LabProcess> _started = [];
    private readonly LabProcess[] _patronis = new LabProcess[2];
    private BootLan _lan = null!;
    private LanClient _second = null!;
    private LanClient _vote = null!;
    private DaemonProcess _daemon = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Requirements.Demand();
        _lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "cluster", nameof(PatroniTests)));
        (_second, _vote) = (await _lan.AddClientAsync(), await _lan.AddClientAsync());
        await _second.TakeAddressAsync(Ipv4.Parse("10.1.1.2"));
        await _vote.TakeAddressAsync(Ipv4.Parse("10.1.1.3"));
        (await Tool.RunAsync("chmod", ["0755", _lan.Scratch])).Succeeded();
        _daemon = new DaemonProcess(_lan);
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        foreach (var process in _started)
        {
            await process.StopAsync(TimeSpan.FromSeconds(30));
            await process.DisposeAsync();
        }

        await _lan.DisposeAsync();
    }

    [Fact(Explicit = true)]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_primary_is_killed_and_another_is_elected()
    {
        await EtcdAsync();
        for (var number = 0; number < 2; number++)
        {
            await PatroniAsync(number);
        }

        var first = await LeaderAsync(except: -1);
        await SqlAsync(first, $"CREATE ROLE bootservice LOGIN PASSWORD '{Password}'", "postgres");
        await SqlAsync(first, "CREATE DATABASE bootservice OWNER bootservice ENCODING UTF8 TEMPLATE template0", "postgres");
        await Poll.UntilAsync(
            "the other is waited for", Patience, async () => (await SqlAsync(first, "SHOW synchronous_standby_names", "postgres")).Length > 0);
        var file = Path.Combine(_lan.Scratch, "database.password");
        await File.WriteAllTextAsync(file, Password, Cancel);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await _daemon.StartAsync(
            "--Database:Connection=Host=10.1.1.1,10.1.1.2;Database=bootservice;Username=bootservice", $"--Database:PasswordFile={file}", "--Frontend:Name=fe1");
        var looked = await _daemon.Stack.TryAsync("check", "cluster");
        Assert.Contains("what it acknowledges is on a standby too", looked.Output, StringComparison.Ordinal);

        var (kept, stop, refused) = (new List<string>(), false, 0);
        var writer = Task.Run(async () =>
        {
            for (var number = 0; !Volatile.Read(ref stop); number++)
            {
                var said = await _daemon.Stack.TryAsync("set", "attr", $"attr=site.n{number}", "value=1");
                if (said.ExitCode == 0)
                {
                    lock (kept)
                    {
                        kept.Add($"site.n{number}");
                    }
                }
                else
                {
                    refused++;
                }
            }
        }, Cancel);
        await Poll.UntilAsync("something is written", Patience, () => Task.FromResult(Count(kept) > 20));
        var began = Stopwatch.GetTimestamp();
        await KillAsync(first);
        var before = Count(kept);
        var second = await LeaderAsync(except: first);
        await Poll.UntilAsync("changes are taken again", Patience, () => Task.FromResult(Count(kept) > before + 20));
        var away = Stopwatch.GetElapsedTime(began);
        Volatile.Write(ref stop, true);
        await writer;

        var there = (await SqlAsync(second, "SELECT name FROM attributes", "bootservice")).Split('\n').ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(kept, attribute => !there.Contains(attribute));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kept.Count} acknowledged and there, {refused} refused; taken again {away.TotalSeconds:0.0} s after the kill");
    }

    private static int Count(List<string> kept)
    {
        lock (kept)
        {
            return kept.Count;
        }
    }

    // The page's file for /etc/default/etcd, with each machine's name and address.
    private async Task EtcdAsync()
    {
        var page = (await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "cluster.md"), Cancel)).Split('\n');
        var names = new[] { "fe1", "fe2", "vote" };
        for (var number = 0; number < 3; number++)
        {
            var settings = page.Select(line => line.Trim()).Where(line => line.StartsWith("ETCD_", StringComparison.Ordinal)).Select(line =>
                line.StartsWith("ETCD_INITIAL_CLUSTER", StringComparison.Ordinal)
                    ? line
                    : line.Replace("=fe1", $"={names[number]}", StringComparison.Ordinal)
                        .Replace("10.1.1.1:", $"10.1.1.{number + 1}:", StringComparison.Ordinal));
            await StartAsync(number, $"etcd-{number}", "env", [.. settings, $"ETCD_DATA_DIR={Path.Combine(_lan.Scratch, $"etcd-{number}")}", "etcd"]);
        }
    }

    // The page's patroni.yml; only where the files lie is the test's.
    private async Task PatroniAsync(int number)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_lan.Scratch, $"patroni-{number}")).FullName;
        var lines = (await File.ReadAllLinesAsync(Path.Combine(Checkout.Root, "docs", "cluster", "patroni.yml"), Cancel)).Select(line =>
            line.StartsWith("name:", StringComparison.Ordinal) ? $"name: fe{number + 1}"
            : line.Contains("listen:", StringComparison.Ordinal) || line.Contains("connect_address:", StringComparison.Ordinal)
                ? line.Replace("10.1.1.1", $"10.1.1.{number + 1}", StringComparison.Ordinal)
            : line.Contains("data_dir:", StringComparison.Ordinal)
                ? $"  data_dir: {Path.Combine(folder, "data")}\n  parameters:\n    unix_socket_directories: {folder}"
            : line.Replace("/var/lib/postgresql/.patroni.pgpass", Path.Combine(folder, "pgpass"), StringComparison.Ordinal)
                .Replace("local all postgres peer", "local all postgres trust", StringComparison.Ordinal));
        var file = Path.Combine(folder, "config.yml");
        await File.WriteAllLinesAsync(file, lines, Cancel);
        (await Tool.RunAsync("chown", ["-R", "postgres:postgres", folder])).Succeeded();
        _patronis[number] = await StartAsync(
            number, $"patroni-{number}", "setpriv", ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", "env", $"HOME={folder}", "patroni", file]);
    }

    private Task<LabProcess> StartAsync(int number, string name, string program, string[] arguments)
    {
        var process = number == 0 ? _lan.Start(name, program, arguments) : (number == 1 ? _second : _vote).Start(name, program, arguments);
        _started.Add(process);
        return Task.FromResult(process);
    }

    /// <summary>As the machine's power going: Patroni and its PostgreSQL at once. Whoever is left of the latter is soon to know.</summary>
    private async Task KillAsync(int number)
    {
        var server = (await File.ReadAllLinesAsync(Path.Combine(_lan.Scratch, $"patroni-{number}", "data", "postmaster.pid"), Cancel))[0];
        await Tool.RunAsync("kill", ["-9", $"{_patronis[number].Id}", server]);
    }

    private async Task<int> LeaderAsync(int except)
    {
        var leader = -1;
        await Poll.UntilAsync("a leader is elected", Patience, async () =>
        {
            for (var number = 0; number < 2 && leader < 0; number++)
            {
                var code = number == except ? "0"
                    : (await _vote.RunAsync(
                        "curl", "-s", "-m", "2", "-o", "/dev/null", "-w", "%{http_code}", $"http://10.1.1.{number + 1}:8008/primary")).Output;
                leader = code == "200" ? number : leader;
            }

            return leader >= 0;
        });
        return leader;
    }

    private async Task<string> SqlAsync(int number, string sql, string name) =>
        (await Tool.RunAsync(
            "psql", ["--no-psqlrc", "-qtA", "-h", Path.Combine(_lan.Scratch, $"patroni-{number}"), "-U", "postgres", "-d", name, "-c", sql]))
            .Succeeded().Output.Trim();
}
