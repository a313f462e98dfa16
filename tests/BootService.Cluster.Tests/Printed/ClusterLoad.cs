using System.Collections.Concurrent;
using System.Diagnostics;
using BootService.Lab.Lan;

namespace BootService.Cluster.Tests.Printed;

/// <summary>What goes on while a database is lost: admins change things at each frontend, machines boot and install, guests ask for addresses.</summary>
/// <param name="lan">The network.</param>
/// <param name="frontends">The frontends.</param>
/// <param name="what">What is lost: the beginning of the names of what admins change.</param>
internal sealed class ClusterLoad(BootLan lan, IReadOnlyList<PrintedMachine> frontends, string what)
{
    private const int Writers = 2;

    private readonly ConcurrentDictionary<string, long> _kept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<(LanClient Guest, string Address)> _leases = [];
    private readonly ConcurrentBag<TimeSpan> _boots = [];
    private readonly ConcurrentBag<string> _unanswered = [];
    private readonly ConcurrentDictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<Task> _all = [];
    private int _names;
    private volatile bool _stop;

    /// <summary>The attributes that were acknowledged.</summary>
    public IReadOnlyCollection<string> Kept => (IReadOnlyCollection<string>)_kept.Keys;

    /// <summary>The attributes that were not, each with the sentence that its admin was told.</summary>
    public IReadOnlyDictionary<string, string> Refused => _refused;

    /// <summary>The addresses that guests were told to have.</summary>
    public IReadOnlyCollection<(LanClient Guest, string Address)> Leases => _leases;

    /// <summary>Why known machines got no address or not their disk, if ever.</summary>
    public IReadOnlyCollection<string> Unanswered => _unanswered;

    /// <summary>How many boots of known machines there were.</summary>
    public int Boots => _boots.Count;

    /// <summary>The longest that a known machine waited for its address.</summary>
    public TimeSpan LongestBoot => _boots.Max();

    /// <summary>How many changes were acknowledged after a moment.</summary>
    public int KeptSince(long moment) => _kept.Values.Count(at => at > moment);

    /// <summary>The longest time in which no change was acknowledged.</summary>
    public TimeSpan LongestGap()
    {
        var times = _kept.Values.Order().ToList();
        return times.Zip(times.Skip(1)).Max(pair => Stopwatch.GetElapsedTime(pair.First, pair.Second));
    }

    /// <summary>Has admins change things at a frontend, for as long as it has power.</summary>
    public void Write(PrintedMachine frontend) => _all.AddRange(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
    {
        while (!_stop)
        {
            var name = $"site.{what}{Interlocked.Increment(ref _names)}";
            var said = await frontend.Stack.TryAsync("set", "attr", $"attr={name}", "value=1");
            if (said.ExitCode == 0)
            {
                _kept[name] = Stopwatch.GetTimestamp();
            }
            else
            {
                _refused[name] = $"{frontend.Name}: {said.Error.Trim()}";
                await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System);
            }
        }
    })));

    /// <summary>Has a known machine boot its disk over and over: its address, then what its loader is to do.</summary>
    public void Boot(LanClient node) => _all.Add(Task.Run(async () =>
    {
        string[] firmware = ["-V", "PXEClient:Arch:00000:UNDI:002001", "-x", "0x5d:0000"];
        while (!_stop)
        {
            var began = Stopwatch.GetTimestamp();
            var said = await node.RunAsync("udhcpc", ["-i", LanClient.Interface, "-n", "-q", "-f", "-t", "4", "-T", "1", "-s", "/bin/true", .. firmware]);
            _boots.Add(Stopwatch.GetElapsedTime(began));
            if (said.ExitCode != 0)
            {
                _unanswered.Add($"no address: {said.Error.Trim()}");
            }

            foreach (var frontend in frontends.Where(frontend => frontend.Serves))
            {
                var url = $"http://{frontend.Address}/install/boot/pxelinux.cfg/01-{node.Mac.ToString().Replace(':', '-')}";
                var told = await node.RunAsync("curl", "-s", "-m", "5", "--local-port", "600-700", url);
                if (frontend.Serves && !told.Output.Contains("LOCALBOOT", StringComparison.OrdinalIgnoreCase))
                {
                    _unanswered.Add($"{frontend.Name} did not lead to the disk ({told.ExitCode}): {told.Output}");
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System);
        }
    }));

    /// <summary>Has a machine without a name ask for an address over and over.</summary>
    public async Task LeaseAsync(LanClient guest)
    {
        var script = Path.Combine(lan.Scratch, $"print-lease-{guest.Mac.Value:x}");
        await File.WriteAllTextAsync(script, "#!/bin/sh\n[ \"$1\" != bound ] || echo \"address=$ip\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _all.Add(Task.Run(async () =>
        {
            while (!_stop)
            {
                var said = await guest.RunAsync("udhcpc", "-i", LanClient.Interface, "-n", "-q", "-f", "-t", "3", "-T", "1", "-s", script);
                foreach (var line in said.Output.Split('\n').Where(line => line.StartsWith("address=", StringComparison.Ordinal)))
                {
                    _leases.Add((guest, line["address=".Length..]));
                }

                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            }
        }));
    }

    /// <summary>What nodes were answered that install, and how often: codes of HTTP, 000 for no answer.</summary>
    public IReadOnlyDictionary<string, int> Codes => _codes;

    /// <summary>Has machines fetch their kickstarts and be done, one after the other, each asking again until it is answered, as installers do.</summary>
    /// <param name="node">Who has all of their addresses.</param>
    /// <param name="hosts">The addresses and the secrets of their attempts.</param>
    /// <returns>Completes when all are done.</returns>
    public async Task InstallAsync(LanClient node, IEnumerable<(string Address, string Secret)> hosts)
    {
        var asked = 0;
        foreach (var (address, secret) in hosts)
        {
            foreach (var path in (string[])[$"ks/{secret}", $"done/{secret}"])
            {
                string code;
                do
                {
                    await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System);
                    var url = $"http://{frontends[asked++ % frontends.Count].Service}/install/{path}";
                    code = (await node.RunAsync(
                        "curl", "-s", "-m", "30", "--connect-timeout", "5", "--interface", address, "-o", "/dev/null", "-w", "%{http_code}", url)).Output;
                    _codes.AddOrUpdate(code, 1, (_, count) => count + 1);
                }
                while (code is "503" or "000");
            }
        }
    }

    /// <summary>Ends it all.</summary>
    public async Task StopAsync()
    {
        _stop = true;
        await Task.WhenAll(_all);
    }
}
