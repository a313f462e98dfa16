using System.Globalization;
using System.Text;
using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using BootService.Lab.Traffic;
using BootService.Protocols.Net;

namespace BootService.Storm;

/// <summary>A frontend whose hosts are all armed, and a namespace with the address of each of them.</summary>
internal sealed class StormLan : IAsyncDisposable
{
    /// <summary>As the unit allows.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(15);

    // Room for the largest storm in the half that is the machines'.
    private static readonly Ipv4Network Network = new(BootLan.Address, 14);

    private static readonly Ipv4Network Upper = new(Network.Broadcast, Network.Prefix + 1);

    private readonly BootLan _lan;

    private StormLan(BootLan lan) => (_lan, Daemon) = (lan, new DaemonProcess(lan) { KeepsSockets = true });

    /// <summary>The frontend.</summary>
    public DaemonProcess Daemon { get; }

    /// <summary>The second frontend and what both share; null where there is one only.</summary>
    public StormPair? Pair { get; private set; }

    /// <summary>Where the machines are.</summary>
    public string Machines { get; private set; } = string.Empty;

    /// <summary>Builds everything but the machines.</summary>
    public static async Task<StormLan> StartAsync(StormOrder order)
    {
        var storm = new StormLan(await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "storm"), prefix: Network.Prefix));
        try
        {
            if (order.Frontends == 2)
            {
                storm.Pair = await StormPair.StartAsync(storm._lan, storm.Daemon);
            }
            else
            {
                await storm.Daemon.StartAsync();
            }

            await storm.FillAsync(order);
            await (storm.Pair?.FollowAsync(order.Hosts) ?? Task.CompletedTask);
            return storm;
        }
        catch
        {
            await storm.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins to listen at the frontend's card.</summary>
    public Task<AnswerMeter> ListenAsync() => AnswerMeter.StartAsync(_lan);

    /// <summary>The machines, not yet switched on.</summary>
    public static IReadOnlyList<NodeRun> NodesOf(StormOrder order) =>
        [.. Enumerable.Range(0, order.Hosts)
            .Select(rank => new NodeRun(order.Personas[rank % order.Personas.Count], BootLan.MacOf(rank), AddressOf(rank)))];

    /// <summary>Restarts the daemon as <c>systemctl restart</c> does, once half of the machines are past DHCP.</summary>
    /// <param name="nodes">The machines.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Ends the storm.</param>
    /// <returns>How many machines were on their way when it was asked to stop, its exit code, and how long it did not serve.</returns>
    public async Task<(int OnTheirWay, int ExitCode, TimeSpan Away)> RestartAsync(IReadOnlyList<NodeRun> nodes, TimeProvider time, CancellationToken cancel)
    {
        while (nodes.Count(node => node.IsPast(StormStage.Dhcp)) * 2 < nodes.Count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancel);
        }

        var began = time.GetTimestamp();
        var onTheirWay = nodes.Count(node => node.IsPast(StormStage.Dhcp) && !node.IsPast(StormStage.Kickstart));
        var (exitCode, _) = await Daemon.StopAsync(LongestStop);
        await Daemon.StartAsync();
        return (onTheirWay, exitCode, time.GetElapsedTime(began));
    }

    /// <summary>Resident memory of the daemon and its peak, in octets.</summary>
    public async Task<(long Now, long Peak)> MemoryAsync()
    {
        var lines = await File.ReadAllLinesAsync($"/proc/{Daemon.Id}/status");
        return (Line("VmRSS:"), Line("VmHWM:"));

        long Line(string name) =>
            long.Parse(
                lines.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Processor time of the daemon so far.</summary>
    public async Task<TimeSpan> ProcessorTimeAsync()
    {
        // proc(5): fields 14 and 15 are utime and stime in hundredths of a second; the name before them may hold spaces.
        var text = await File.ReadAllTextAsync($"/proc/{Daemon.Id}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0);
    }

    /// <summary>Datagrams the kernel dropped at the frontend for want of room in a socket.</summary>
    public async Task<long> DroppedAsync()
    {
        var lines = (await _lan.RunAsync("cat", "/proc/net/snmp")).Succeeded().Output.Split('\n')
            .Where(line => line.StartsWith("Udp:", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToArray();
        return long.Parse(lines[1][Array.IndexOf(lines[0], "RcvbufErrors")], CultureInfo.InvariantCulture);
    }

    /// <summary>Hosts whose kickstart is out, by the daemon's own account.</summary>
    public async Task<int> FetchedAsync() =>
        (await Daemon.Stack.ListAsync("list", "host", "status")).Count(
            row => row.Values.Any(cell => string.Equals(cell, "fetched", StringComparison.OrdinalIgnoreCase)));

    public async ValueTask DisposeAsync()
    {
        await (Pair?.DisposeAsync() ?? default);
        await Daemon.DisposeAsync();
        await _lan.DisposeAsync();
    }

    private static Ipv4 AddressOf(int rank) => new(Network.Broadcast.Value - 1 - (uint)rank);

    private async Task FillAsync(StormOrder order)
    {
        await RandomPallet.AddAsync(Daemon.Stack, _lan.Scratch, order.Kernel, order.Initrd);
        var hosts = new StringBuilder("NAME,APPLIANCE,RACK,RANK,IP,MAC,INTERFACE,NETWORK\n");
        for (var rank = 0; rank < order.Hosts; rank++)
        {
            hosts.Append(
                CultureInfo.InvariantCulture,
                $"backend-{rank / 40}-{rank % 40},backend,{rank / 40},{rank % 40},{AddressOf(rank)},{BootLan.MacOf(rank)},eth0,private\n");
        }

        var file = Path.Combine(_lan.Scratch, "hosts.csv");
        await File.WriteAllTextAsync(file, hosts.ToString());
        await Daemon.Stack.RunAsync("load", "hostfile", $"file={file}");
        await ArmAsync(order.Hosts);
        var machines = await _lan.AddClientAsync();
        Machines = machines.Namespace;
        await machines.TakeAddressAsync(Ipv4.Parse("10.1.1.254"));

        // The upper half of the network is theirs: every address of it is spoken from and answered for, without being given to the card one by one.
        (await Tool.RunAsync("ip", ["-n", Machines, "route", "add", "local", $"{Upper}", "dev", "lo"])).Succeeded();
        await MakeRoomAsync(order.Hosts);
    }

    // The kernel's neighbours are one table for all namespaces, which by default has room for a thousand.
    private static async Task MakeRoomAsync(int hosts)
    {
        const string Most = "/proc/sys/net/ipv4/neigh/default/gc_thresh3";
        if (int.Parse(await File.ReadAllTextAsync(Most), CultureInfo.InvariantCulture) < hosts * 2)
        {
            await File.WriteAllTextAsync(Most, $"{hosts * 4}");
        }
    }

    private async Task ArmAsync(int hosts)
    {
        var stack = Daemon.Stack.Within(TimeSpan.FromSeconds(60 + (0.01 * hosts)));
        var armed = await stack.TryAsync("set", "host", "boot", "backend", "action=install");
        if (armed.ExitCode != 0)
        {
            await stack.RunAsync("set", "host", "boot", "backend", "action=install", $"confirm={hosts}");
        }
    }
}
