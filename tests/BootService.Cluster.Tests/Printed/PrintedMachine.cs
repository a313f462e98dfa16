using System.Runtime.InteropServices;
using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Protocols.Net;

namespace BootService.Cluster.Tests.Printed;

/// <summary>
/// A machine of docs/cluster.md at which one types what the page prints: a namespace of each kind over this machine's own files, of which it changes none. It
/// has no systemd, and what stands in its place starts units as they say.
/// </summary>
internal sealed class PrintedMachine : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly BootLan _lan;
    private readonly LanClient _place;
    private readonly string _folder;
    private LabProcess? _process;
    private volatile bool _serves;

    private PrintedMachine(BootLan lan, LanClient place, int number)
    {
        (_lan, _place, Number) = (lan, place, number);
        _folder = Path.Combine(lan.Scratch, Name);
    }

    /// <summary>Which of the three it is: the third has a vote and nothing else.</summary>
    public int Number { get; }

    /// <summary>Its name on the page.</summary>
    public string Name => Number < 3 ? $"fe{Number}" : "vote";

    /// <summary>Its address on the page.</summary>
    public string Address => $"10.1.1.{Number}";

    /// <summary>The address on the page that nodes are told and that moves.</summary>
    public string Service => $"10.1.1.{Number + 10}";

    /// <summary>The folder in which one types; it is root's.</summary>
    public string Home => Directory.CreateDirectory(Path.Combine(_folder, "home")).FullName;

    /// <summary>The admin's hands on its daemon.</summary>
    public StackCommand Stack => new(Path.Combine(_folder, "run", "admin.sock"));

    /// <summary>Whether its daemon is to answer.</summary>
    public bool Serves
    {
        get => _serves;
        set => _serves = value;
    }

    /// <summary>Puts a machine on the network and switches it on.</summary>
    public static async Task<PrintedMachine> CreateAsync(BootLan lan, int number)
    {
        var machine = new PrintedMachine(lan, await lan.AddClientAsync(), number);
        Directory.CreateDirectory(machine._folder);
        await machine.SwitchOnAsync();
        return machine;
    }

    /// <summary>Switches it on, with what was on its disk and nothing started.</summary>
    public async Task SwitchOnAsync()
    {
        await LinkAsync("up");
        await _place.TakeAddressAsync(Ipv4.Parse(Address));
        var runtime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        _process = _place.Start(
            Name, "unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc", "--uts",
            Path.Combine(Checkout.Root, "tests", "BootService.Cluster.Tests", "Printed", "machine"), _folder, Name, Checkout.Root, runtime,
            Checkout.Program("bootservice"), Checkout.Program("stack"));
        await _process.SeeAsync(Limit, $"{Name} is on");
    }

    /// <summary>Takes its power away: every process ends at once (SIGKILL), and whoever talks to it hears nothing more, not even that.</summary>
    public async Task PowerCutAsync()
    {
        _serves = false;
        await LinkAsync("down");
        (await Tool.RunAsync("ip", ["-n", _place.Namespace, "address", "flush", "dev", LanClient.Interface])).Succeeded();
        await _process!.KillAsync();
        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Types a line as root, as it stands on the page but for the machine's own name and addresses.</summary>
    /// <param name="line">The line, with those of fe1.</param>
    /// <param name="input">What is typed behind it.</param>
    /// <param name="user">Whom as.</param>
    public async Task<ToolResult> TryAsync(string line, string? input = null, string user = "root")
    {
        var first = (await File.ReadAllTextAsync($"/proc/{_process!.Id}/task/{_process.Id}/children")).Split(' ')[0];
        string[] place = ["--target", first, "--mount", "--pid", "--net", "--uts"];
        string[] whom = ["setsid", "--wait", "runuser", "-u", user, "--", "env", "-i", "HOME=/root", "LC_ALL=C.UTF-8"];
        string[] shell = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "bash", "-c", $"cd {Home} && {Own(line)}"];
        return await Tool.RunAsync("nsenter", [.. place, .. whom, .. shell], input, Limit);
    }

    /// <summary>The same, of a line that must be done.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> TypeAsync(string line, string? input = null, string user = "root") => (await TryAsync(line, input, user)).Succeeded().Output;

    /// <summary>The same, of a line that only looks.</summary>
    /// <returns>What it printed; nothing when the machine has no power.</returns>
    public async Task<string> AskAsync(string line) => _process is null ? string.Empty : (await TryAsync(line)).Output;

    /// <summary>Types lines one after the other.</summary>
    public async Task TypeAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await TypeAsync(line);
        }
    }

    /// <summary>What the page prints for fe1, as this machine has it: its name and its addresses. The list of all machines is the same on each.</summary>
    public string Own(string text) => string.Join(
        '\n', text.Split('\n').Select(line => IsOfAll(line)
            ? line
            : line.Replace("=fe1", $"={Name}", StringComparison.Ordinal).Replace("\"fe1\"", $"\"{Name}\"", StringComparison.Ordinal)
                .Replace("name: fe1", $"name: {Name}", StringComparison.Ordinal)
                .Replace("10.1.1.11", Service, StringComparison.Ordinal).Replace("10.1.1.1:", $"{Address}:", StringComparison.Ordinal)));

    /// <summary>Ends all processes of these names at once (SIGKILL).</summary>
    public Task KillAsync(params IEnumerable<string> names) => TypeAsync($"kill -9 {string.Join(' ', names.Select(name => $"$(pgrep -x {name})"))}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KeepLogsAsync();
            await PowerCutAsync();
        }
    }

    private static bool IsOfAll(string line) => line.Contains("10.1.1.2", StringComparison.Ordinal);

    private async Task LinkAsync(string how) =>
        (await Tool.RunAsync("ip", ["-n", _place.Namespace, "link", "set", LanClient.Interface, how])).Succeeded();

    private async Task KeepLogsAsync()
    {
        foreach (var log in Directory.Exists(Path.Combine(_folder, "var", "log")) ? Directory.GetFiles(Path.Combine(_folder, "var", "log"), "*.log") : [])
        {
            await Tool.RunAsync("cp", [log, Path.Combine(_lan.Logs, $"{Name}-{Path.GetFileName(log)}")]);
        }
    }
}
