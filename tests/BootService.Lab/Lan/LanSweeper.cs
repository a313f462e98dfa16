using System.Diagnostics;
using BootService.Lab.Processes;

namespace BootService.Lab.Lan;

/// <summary>
/// Takes a LAN down: its processes, its namespaces with every tap and bridge in them, its scratch folder. A shell in a session
/// of its own waits on a pipe that only the owner holds, so it does its work however the owner ends, SIGKILL included.
/// </summary>
internal sealed class LanSweeper : IAsyncDisposable
{
    /// <summary>Scratch folders of all LANs of this machine, one per LAN name.</summary>
    public const string ScratchRoot = "/tmp/bootservice-lab";

    private const string Prefix = "bs";

    // $1 is the LAN's name, also that of its frontend's namespace; its clients' begin with it. Nothing else does.
    private const string Sweep = """
        while read -r _; do :; done
        spaces=$(ip netns list | awk -v lan="$1" '$1 == lan || index($1, lan "-") == 1 {print $1}')
        for space in $spaces; do ip netns pids "$space" | xargs -r kill -9; done
        for space in $spaces; do ip netns del "$space"; done
        rm -rf "$2"
        """;

    private const int MostNumbers = 0x1000;

    // One after the other, so that no two LANs that stand at a time have one name; from anywhere on, should a process of this number have left some behind.
    private static int _number = Random.Shared.Next(MostNumbers);

    private readonly Process _shell;

    private LanSweeper(string lan) => _shell = Start(lan);

    /// <summary>A name for a new LAN of this process.</summary>
    public static string NewName() => $"{Prefix}-{Environment.ProcessId}-{Interlocked.Increment(ref _number) % MostNumbers:x3}";

    /// <summary>Watches over <paramref name="lan"/> from now on.</summary>
    public static LanSweeper Watch(string lan) => new(lan);

    /// <summary>Takes down what dead owners left, should their sweeper have died with them.</summary>
    public static async Task SweepStaleAsync()
    {
        var listed = await Tool.RunAsync("ip", ["netns", "list"]);
        var names = listed.Output.Split('\n').Select(line => line.Split(' ')[0])
            .Concat(Directory.Exists(ScratchRoot) ? Directory.GetDirectories(ScratchRoot).Select(folder => Path.GetFileName(folder)!) : []);
        foreach (var lan in names.Select(LanOf).OfType<string>().Distinct().Where(IsStale))
        {
            await new LanSweeper(lan).DisposeAsync();
        }
    }

    /// <summary>Takes the LAN down now.</summary>
    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private static Process Start(string lan)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Sweep, "bootservice-lan-sweeper", lan, Path.Combine(ScratchRoot, lan)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
        };
        return Tool.Launch(start, "setsid sh");
    }

    private static string? LanOf(string name) =>
        name.Split('-') is [Prefix, var owner, var mark, ..] ? $"{Prefix}-{owner}-{mark}" : null;

    private static bool IsStale(string lan) =>
        int.TryParse(lan.Split('-')[1], out var owner) && !Directory.Exists($"/proc/{owner}");
}
