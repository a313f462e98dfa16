using System.Diagnostics;
using System.Text.RegularExpressions;
using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using BootService.Tests.Architecture;
using BootService.Tests.Dashboard;
using Xunit;

namespace BootService.Tests.Screens;

/// <summary>
/// What a person sees of the commonest verbs on a small screen and on a large one: the published program on a terminal of its own. UPDATE_GOLDEN=1 writes the
/// captures anew; look at them then.
/// </summary>
public sealed partial class ScreenCaptureTests : IAsyncLifetime
{
    private static readonly string[] Verbs =
    [
        "help", "list host", "list host interface", "list host attr backend-0-0", "list host boot", "list host status", "list host timeline backend-0-0",
        "list network", "list pallet", "set host boot backend action=install",
    ];

    private AdminSite _site = null!;

    public static TheoryData<string, int, int> Captures =>
    [
        .. from verb in Verbs
           from size in new[] { (Width: 80, Height: 24), (Width: 200, Height: 50) }
           select new TheoryDataRow<string, int, int>(verb, size.Width, size.Height),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await AdminSite.StartAsync(Cancel);
        await _site.CommitAsync([new Change.NetworkSet(new Network("private", Ipv4Network.Parse("127.0.0.0/16")) { Zone = "cluster.example" })]);
        for (var rank = 0; rank < 12; rank++)
        {
            await _site.TypeAsync($"add host backend-0-{rank}");
            await _site.TypeAsync($"add host interface backend-0-{rank} interface=eth0 mac=52:54:00:00:05:{rank:x2} ip=127.0.9.{rank + 1}");
        }

        await _site.TypeAsync("set host comment backend-0-3 comment=its-fan-is-loud-and-somebody-should-look-at-it-before-the-summer-comes");
        await _site.TypeAsync("set attr attr=is_mesos_master value=false");
        await _site.TypeAsync("set host attr backend-0-0 attr=is_mesos_master value=true");
        Boot();
        await _site.Events.SettleAsync(Cancel);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [MemberData(nameof(Captures))]
    public async Task A_screen_shows_it_whole_and_no_line_is_broken_by_its_edge(string verb, int width, int height)
    {
        var shown = await ShownAsync(verb, width, height);
        // A sentence that says what a table left out is the terminal's to break.
        var lines = shown.Split('\n').Where(line => !line.StartsWith("left out for want of room", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        var golden = SourceTree.Path(
            "tests", "BootService.Tests", "Screens", "captures", $"{width}x{height}", verb.Replace(' ', '-').Replace('=', '-') + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            await File.WriteAllTextAsync(golden, shown, Cancel);
        }

        Assert.True(File.Exists(golden), $"{golden} is not there: run this test with UPDATE_GOLDEN=1, and look at what it shows");
        Assert.Equal(await File.ReadAllTextAsync(golden, Cancel), shown);
    }

    /// <summary>A boot of three days ago, whose times are of that day whenever the test runs.</summary>
    private void Boot()
    {
        var at = TimeProvider.System.GetUtcNow().AddDays(-3);
        foreach (var (milliseconds, stage, message, name, bytes) in new (int, BootStage, BootMessage, string?, long)[]
        {
            (0, BootStage.Dhcp, BootMessage.Offer, null, 0), (1100, BootStage.Dhcp, BootMessage.Ack, null, 0),
            (1400, BootStage.Tftp, BootFileRole.Of("pxelinux.0"), "pxelinux.0", 42_444),
            (1900, BootStage.Configuration, BootMessage.Configuration, "pxelinux.cfg/01-52-54-00-00-05-00", 312),
        })
        {
            _site.Events.Post(new BootEvent(at.AddMilliseconds(milliseconds), MacAddress.Parse("52:54:00:00:05:00"), stage, BootOutcome.Ok, message)
            {
                Name = name,
                Host = "backend-0-0",
                Bytes = bytes,
                Took = TimeSpan.FromMilliseconds(3),
                Told = stage is BootStage.Dhcp ? BootTold.Loader : BootTold.Nothing,
            });
        }
    }

    /// <summary>What stands on the screen, without colours, and with digits of clocks as noughts.</summary>
    private async Task<string> ShownAsync(string verb, int width, int height)
    {
        var start = new ProcessStartInfo(
            "script", ["-q", "-e", "-c", $"stty rows {height} cols {width}; {SourceTree.Path("artifacts", "bin", "stack")} {verb}", "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["TZ"] = "UTC";
        start.Environment["BOOTSERVICE_SOCKET"] = _site.Settings.Admin.Socket;
        start.Environment.Remove("NO_COLOR");
        using var terminal = Process.Start(start)!;
        terminal.StandardInput.Close();
        var text = await terminal.StandardOutput.ReadToEndAsync(Cancel);
        await terminal.WaitForExitAsync(Cancel);
        text = Escapes().Replace(text.Replace("\r\n", "\n", StringComparison.Ordinal), string.Empty);
        return Clocks().Replace(text, clock => Digits().Replace(clock.Value, "0"));
    }

    // ECMA-48 control sequences, colours among them, what sets the keypad, and what takes back a line of progress.
    [GeneratedRegex("\u001b\\[[0-9;?]*[A-Za-z]|\u001b[=>]|\r", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escapes();

    [GeneratedRegex(
        @"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d(\.\d+)?)?)?|(?<![:\w])\d\d:\d\d:\d\d(\.\d+)?(?!:)", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Clocks();

    [GeneratedRegex(@"\d", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
