using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Protocols.Net;

namespace BootService.Lab.Traffic;

/// <summary>Listens on the frontend's interface from outside the daemon, so that its figures are what the nodes saw.</summary>
public sealed class TrafficMeter : IAsyncDisposable
{
    // Enough of each frame for the name of the file it asks for.
    private const int KeptOctets = 256;

    private readonly LabProcess _capture;
    private readonly string _file;
    private readonly MacAddress _frontend;

    private TrafficMeter(LabProcess capture, string file, MacAddress frontend) => (_capture, _file, _frontend) = (capture, file, frontend);

    /// <summary>Starts to listen.</summary>
    public static async Task<TrafficMeter> StartAsync(BootLan lan)
    {
        ArgumentNullException.ThrowIfNull(lan);
        var file = Path.Combine(lan.Scratch, "road.pcap");
        var capture = lan.Start(
            "tcpdump", "tcpdump", "-i", BootLan.Interface, "-n", "-s", $"{KeptOctets}", "-B", "16384", "--time-stamp-precision=nano", "-Z", "root", "-w", file,
            "ip");
        await capture.SeeAsync(TimeSpan.FromMinutes(1), "listening on");
        return new TrafficMeter(capture, file, BootLan.FrontendMac);
    }

    /// <summary>Stops listening and adds up.</summary>
    /// <returns>For each node's hardware address and each step, what it asked for and how long it waited for the frontend.</returns>
    public async Task<IReadOnlyDictionary<(MacAddress Node, RoadStep Step), StepShare>> FinishAsync()
    {
        await _capture.StopAsync(TimeSpan.FromSeconds(10));
        var traffic = new RoadTraffic(_frontend);
        await CaptureFile.ReadAsync(_file, KeptOctets, traffic.Observe);
        return traffic.Shares;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _capture.DisposeAsync();
}
