using BootService.Lab.Lan;
using BootService.Lab.Processes;

namespace BootService.Lab.Traffic;

/// <summary>How the frontend answered one kind of question, seen at its own card.</summary>
/// <param name="Question">The kind.</param>
/// <param name="Waits">How long each answered question waited, shortest first.</param>
/// <param name="Open">How many were not answered at all.</param>
public sealed record AnswerShare(Question Question, IReadOnlyList<TimeSpan> Waits, int Open);

/// <summary>Listens at the frontend's card to questions and their first answers, and to nothing else, so that it costs the storm no time.</summary>
public sealed class AnswerMeter : IAsyncDisposable
{
    // Ethernet, IP, UDP, and a DHCP message up to where firmware ends its options.
    private const int KeptOctets = 700;

    // DHCP and the boot server; read requests; and of what goes back OACK, ERROR, and the first block.
    private const string Filter =
        "udp and (port 67 or port 4011 or dst port 69 or udp[8:2] = 6 or udp[8:2] = 5 or (udp[8:2] = 3 and udp[10:2] = 1))";

    private readonly LabProcess _capture;
    private readonly string _file;

    private AnswerMeter(LabProcess capture, string file) => (_capture, _file) = (capture, file);

    /// <summary>Starts to listen.</summary>
    public static async Task<AnswerMeter> StartAsync(BootLan lan)
    {
        ArgumentNullException.ThrowIfNull(lan);
        var file = Path.Combine(lan.Scratch, "answers.pcap");
        var capture = lan.Start(
            "tcpdump", "tcpdump", "-i", BootLan.Interface, "-n", "-s", $"{KeptOctets}", "-B", "65536", "-U", "--time-stamp-precision=nano", "-Z", "root", "-w",
            file, Filter);
        await capture.SeeAsync(TimeSpan.FromMinutes(1), "listening on");
        return new AnswerMeter(capture, file);
    }

    /// <summary>Stops listening and adds up.</summary>
    public async Task<IReadOnlyList<AnswerShare>> FinishAsync()
    {
        await _capture.StopAsync(TimeSpan.FromSeconds(10));
        var answers = new AnswerTimes(BootLan.FrontendMac);
        await CaptureFile.ReadAsync(_file, KeptOctets, (nanoseconds, frame, _) => answers.Observe(nanoseconds, frame));
        return [.. Enum.GetValues<Question>().Select(question => new AnswerShare(question, [.. answers.WaitsOf(question).Order()], answers.OpenOf(question)))];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _capture.DisposeAsync();
}
