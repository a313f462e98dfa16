using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Traffic;
using BootService.Protocols.Net;

namespace BootService.Interop.Tests.Secrets;

/// <summary>What one side said to the other in one conversation, retransmissions and all.</summary>
/// <param name="From">Who spoke.</param>
/// <param name="To">Whom to.</param>
/// <param name="Text">All of it, an octet a letter.</param>
internal sealed record Overheard(Ipv4 From, Ipv4 To, string Text);

/// <summary>Somebody with a cable in the boot network: hears every octet of every frame.</summary>
internal sealed partial class WireCapture : IAsyncDisposable
{
    private const string LastWord = "the-last-word";

    // tcpdump's own limit where -s is 0: segments that the card would cut come in one piece.
    private const int LongestFrame = 262_144;

    private const int Ethernet = 14;
    private const int Tcp = 6;
    private const int Udp = 17;

    private readonly LabProcess _tcpdump;
    private readonly string _file;

    private WireCapture(LabProcess tcpdump, string file) => (_tcpdump, _file) = (tcpdump, file);

    public static async Task<WireCapture> StartAsync(BootLan lan)
    {
        var file = Path.Combine(lan.Scratch, "wire.pcap");
        var tcpdump = lan.Start("tcpdump", "tcpdump", "-i", BootLan.Interface, "-n", "-s", "0", "-U", "-B", "65536", "-Z", "root", "-w", file, "ip");
        await tcpdump.SeeAsync(TimeSpan.FromMinutes(1), "listening on");
        return new WireCapture(tcpdump, file);
    }

    /// <summary>Stops listening; gives every conversation that was heard.</summary>
    /// <param name="client">Who says the last word. Frames are written down up to a second after they came, so that is waited for.</param>
    public async Task<IReadOnlyList<Overheard>> FinishAsync(LanClient client)
    {
        await client.RunAsync("curl", "-s", "--max-time", "30", $"http://{BootLan.Address}/{LastWord}");
        await Poll.UntilAsync(
            "the last word in the capture", TimeSpan.FromMinutes(1),
            async () => (await File.ReadAllBytesAsync(_file)).AsSpan().IndexOf(Encoding.ASCII.GetBytes(LastWord)) >= 0);
        await _tcpdump.StopAsync(TimeSpan.FromSeconds(20));
        var spoken = new Dictionary<(uint From, int FromPort, uint To, int ToPort, int Protocol), StringBuilder>();
        await CaptureFile.ReadAsync(_file, LongestFrame, (_, frame, _) => Hear(frame, spoken));
        return [.. spoken.Select(one => new Overheard(new Ipv4(one.Key.From), new Ipv4(one.Key.To), one.Value.ToString()))];
    }

    /// <summary>Every path of ours that was said, in requests, configurations and scripts alike.</summary>
    public static IReadOnlyList<string> PathsIn(IEnumerable<Overheard> heard) =>
        [.. heard.SelectMany(one => InstallPath().Matches(one.Text).Select(match => match.Value.TrimEnd('.'))).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync() => _tcpdump.DisposeAsync();

    private static void Hear(ReadOnlySpan<byte> frame, Dictionary<(uint From, int FromPort, uint To, int ToPort, int Protocol), StringBuilder> spoken)
    {
        if (frame.Length < Ethernet + 28 || frame[12] != 8 || frame[13] != 0 || frame[Ethernet + 9] is not (Tcp or Udp))
        {
            return;
        }

        var ip = frame[Ethernet..];
        var segment = ip[((ip[0] & 15) * 4)..Math.Min(ip.Length, BinaryPrimitives.ReadUInt16BigEndian(ip[2..]))];
        var payload = segment[(ip[9] == Tcp ? (segment[12] >> 4) * 4 : 8)..];
        var key =
            (BinaryPrimitives.ReadUInt32BigEndian(ip[12..]), (int)BinaryPrimitives.ReadUInt16BigEndian(segment), BinaryPrimitives.ReadUInt32BigEndian(ip[16..]),
                (int)BinaryPrimitives.ReadUInt16BigEndian(segment[2..]), (int)ip[9]);
        if (!spoken.TryGetValue(key, out var text))
        {
            spoken.Add(key, text = new StringBuilder());
        }

        text.Append(Encoding.Latin1.GetString(payload));
    }

    [GeneratedRegex("/install/[A-Za-z0-9._%/-]+(\\?[A-Za-z0-9=&._:,+-]*)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex InstallPath();
}
