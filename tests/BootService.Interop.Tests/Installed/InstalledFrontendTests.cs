using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Installed;

/// <summary>
/// The package on a Debian of its own under a real systemd, in a virtual machine: installed, upgraded, stopped, reloaded, killed, rebooted, removed and purged,
/// with every verb of the README in between, and a second machine that installs itself from it. Takes a quarter of an hour in software emulation.
/// </summary>
public sealed partial class InstalledFrontendTests
{
    private static readonly TimeSpan StoryLimit = TimeSpan.FromMinutes(60);

    /// <summary>What the machine says last when it gives up: its installer, or its firmware that found nobody and has an empty disk.</summary>
    private static readonly string[] GivenUp = ["pallet: FAILED", "No more network devices"];

    [Fact(Explicit = true)]
    public async Task An_installed_frontend_lives_through_what_its_admin_and_its_machine_do()
    {
        Requirements.Demand();
        var folder = Path.Combine(Checkout.Artifacts, "frontend-vm");
        var media = await Checkout.MediaAsync();
        var build = Path.Combine(Checkout.Root, "tests", "frontend-vm", "build");
        (await Tool.RunAsync(build, [folder, BuiltPackage.Of("amd64"), media], limit: TimeSpan.FromMinutes(40))).Succeeded();
        var logs = Directory.CreateDirectory(Path.Combine(Checkout.Artifacts, "interop", nameof(InstalledFrontendTests))).FullName;
        foreach (var log in Directory.GetFiles(logs, "*.log"))
        {
            File.Delete(log);
        }

        var wire = FreePort();
        await using var frontend = LabProcess.Start(
            "frontend", null, "qemu-system-x86_64", Frontend(folder, wire), Path.Combine(logs, "frontend.log"), TimeProvider.System);
        var node = Task.CompletedTask;
        using var over = new CancellationTokenSource();
        try
        {
            await frontend.SeeAsync(StoryLimit, "STEP node-wanted 0");
            node = NodeAsync(folder, wire, logs, over.Token);
            await frontend.SeeAsync(StoryLimit, "STEP end 0");
        }
        finally
        {
            await over.CancelAsync();
            await node;
        }

        var steps = Steps().Matches(frontend.Output.Text)
            .Select(step => (Name: step.Groups["name"].Value, Status: step.Groups["status"].Value, Said: step.Groups["said"].Value)).ToArray();
        Assert.DoesNotContain(steps, step => step.Status != "0");

        // A story that was cut short has no failures either.
        Assert.Superset(Expected(), steps.Select(step => step.Name).ToHashSet(StringComparer.Ordinal));
        var said = steps.Single(step => step.Name == "security").Said;
        var exposure = double.Parse(Exposure().Match(said).Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(exposure, 0, 1.9);
    }

    [GeneratedRegex(@"^STEP (?<name>\S+) (?<status>\d+) ?(?<said>.*)$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Steps();

    [GeneratedRegex(@"\d+\.\d", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exposure();

    /// <summary>Every step that the story names.</summary>
    private static HashSet<string> Expected() =>
        [.. StepLine().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "tests", "frontend-vm", "story"))).Select(step => step.Groups["name"].Value)];

    [GeneratedRegex(@"^ +step (?<name>[a-z0-9-]+) ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StepLine();

    /// <summary>
    /// The machine installs itself from the frontend for as long as the story goes: when it loses it in the middle and gives up, it is switched on again,
    /// as a person would.
    /// </summary>
    private static async Task NodeAsync(string folder, int wire, string logs, CancellationToken over)
    {
        var disk = Path.Combine(folder, "node.img");
        await using (var empty = File.Create(disk))
        {
            empty.SetLength(3L << 30);
        }

        while (!over.IsCancellationRequested)
        {
            await using var node = LabProcess.Start(
                "node", null, "qemu-system-x86_64", Node(disk, wire), Path.Combine(logs, "node.log"), TimeProvider.System);
            await GivesUpAsync(node, over);
        }
    }

    /// <summary>Waits until the machine is off, or stands at the sentence it gave up with.</summary>
    private static async Task GivesUpAsync(LabProcess node, CancellationToken over)
    {
        while (!over.IsCancellationRequested && !node.Exited.IsCompleted
            && !Array.Exists(GivenUp, said => node.Output.Text.Contains(said, StringComparison.Ordinal)))
        {
            await Task.WhenAny(node.Exited, Task.Delay(TimeSpan.FromSeconds(2), over));
        }
    }

    private static string[] Frontend(string folder, int wire) =>
    [
        .. Machine(2048), "-smp", "2", "-kernel", Path.Combine(folder, "vmlinuz"), "-initrd", Path.Combine(folder, "initrd.img"),
        "-append", "root=/dev/vda rw console=ttyS0 systemd.show_status=0 quiet",
        "-drive", $"file={Path.Combine(folder, "frontend.img")},format=raw,if=virtio,cache=unsafe",
        "-netdev", $"socket,id=lan,listen=127.0.0.1:{wire}", "-device", "virtio-net-pci,netdev=lan,mac=52:54:00:00:00:01,romfile=",
    ];

    private static string[] Node(string disk, int wire) =>
    [
        .. Machine(1024), "-machine", "pc,graphics=off",
        "-netdev", $"socket,id=lan,connect=127.0.0.1:{wire}", "-device", $"virtio-net-pci,netdev=lan,mac={BootLan.MacOf(0)},bootindex=1",
        "-drive", $"if=none,id=disk,file={disk},format=raw,cache=unsafe", "-device", "virtio-blk-pci,drive=disk,bootindex=2",
    ];

    private static string[] Machine(int memory) =>
    [
        "-accel", "tcg,thread=multi", "-cpu", "max", "-m", $"{memory}",
        "-nodefaults", "-no-user-config", "-display", "none", "-vga", "none", "-serial", "stdio",
    ];

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
