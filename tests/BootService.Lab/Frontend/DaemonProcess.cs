using BootService.Lab.Lan;
using BootService.Lab.Processes;

namespace BootService.Lab.Frontend;

/// <summary>The daemon on a boot LAN, with data of its own that outlive each of its runs.</summary>
/// <param name="lan">Where it serves.</param>
/// <param name="beside">A machine of the LAN that is a further frontend, with an address of its own; null for the LAN's own place of one.</param>
public sealed class DaemonProcess(BootLan lan, LanClient? beside = null) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private LabProcess? _process;
    private NotifySocket? _systemd;
    private LabProcess? _keeper;

    private string Folder => beside is null ? lan.Scratch : Path.Combine(lan.Scratch, beside.Namespace[(lan.Name.Length + 1)..]);

    /// <summary>Its admin socket.</summary>
    public string Socket => Path.Combine(RuntimeDirectory, "admin.sock");

    /// <summary>Its <c>ExportDirectory</c>.</summary>
    public string ExportDirectory => Path.Combine(Folder, "export");

    /// <summary>The folder of its socket.</summary>
    public string RuntimeDirectory => Path.Combine(Folder, "run");

    /// <summary>Its <c>DataDirectory</c>.</summary>
    public string DataDirectory => Path.Combine(Folder, "data");

    /// <summary>Where it looks for the keys of root of the frontend; nothing is there unless it is put there.</summary>
    public string PublicKey => Path.Combine(Folder, "frontend.pub");

    /// <summary>The admin's hands on it.</summary>
    public StackCommand Stack => new(Socket);

    /// <summary>What its current or last run has logged.</summary>
    /// <exception cref="LabException">It has never run.</exception>
    public OutputLog Log => Running.Output;

    /// <summary>The process id of its current or last run.</summary>
    /// <exception cref="LabException">It has never run.</exception>
    public int Id => Running.Id;

    private LabProcess Running => _process ?? throw new LabException("the daemon has not been started");

    /// <summary>
    /// Whether it runs as its systemd unit has it: as a user of its own, with the unit's capabilities, folders and system calls only, and as if its log
    /// went to journald.
    /// </summary>
    public bool Confined { get; set; }

    /// <summary>
    /// Whether its listening sockets are kept while it is started anew, as its unit has systemd do. Not together with <see cref="Confined"/>.
    /// </summary>
    public bool KeepsSockets { get; set; }

    /// <summary>The command line that is started, before the settings: the program that was built, unless another is said.</summary>
    public IReadOnlyList<string> Program { get; set; } = [Checkout.Program("bootservice")];

    /// <summary>How far its clock is ahead of the machine's. Not together with the two above.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>What a confined daemon has told systemd so far, such as <c>READY=1</c>.</summary>
    public IReadOnlyCollection<string> ToldSystemd => _systemd?.Said ?? [];

    /// <summary>Starts it and waits until it says <c>ready</c>.</summary>
    /// <param name="settings">Further settings, as <c>--Key=value</c>.</param>
    /// <exception cref="LabException">It ended instead, or took too long; the sentence has the end of its log.</exception>
    public async Task StartAsync(params IEnumerable<string> settings)
    {
        if (_process is { IsRunning: true })
        {
            throw new LabException("the daemon runs already");
        }

        string[] words = [.. Confined ? await ConfineAsync() : KeepsSockets ? await KeptAsync() : await ShiftedAsync(), .. Program];
        Directory.CreateDirectory(Folder);
        IEnumerable<string> arguments =
            [
                .. words[1..],
                $"--Interface={(beside is null ? BootLan.Interface : LanClient.Interface)}",
                $"--DataDirectory={DataDirectory}",
                $"--ExportDirectory={ExportDirectory}",
                $"--Admin:Socket={Socket}",
                $"--Frontend:PublicKey={PublicKey}",
                .. settings,
            ];
        _process = beside is null
            ? lan.Start("bootservice", words[0], arguments)
            : beside.Start($"bootservice-{Path.GetFileName(Folder)}", words[0], arguments);
        await _process.SeeAsync(StartLimit, "ready");
    }

    /// <summary>Asks it to end, as systemd does.</summary>
    /// <param name="within">After this long it is killed.</param>
    /// <returns>Its exit code, and whether it ended by itself.</returns>
    public Task<(int ExitCode, bool Willingly)> StopAsync(TimeSpan within) => Running.StopAsync(within);

    /// <summary>Asks it to read its settings again (SIGHUP), as <c>systemctl reload</c> does.</summary>
    public void Reload() => _ = Native.Kill(Id, Native.SigHup);

    /// <summary>Stops it in the middle of whatever it does (SIGSTOP), or lets it go on (SIGCONT).</summary>
    public void Freeze(bool isFrozen) => _ = Native.Kill(Id, isFrozen ? Native.SigStop : Native.SigCont);

    /// <summary>Kills it, as a power cut would.</summary>
    public Task KillAsync() => Running.KillAsync();

    /// <summary>Puts a node file where the admin's own lie.</summary>
    /// <param name="name">Such as <c>extend-base.xml</c>.</param>
    /// <param name="text">All of it.</param>
    public async Task WriteProfileAsync(string name, string text)
    {
        var folder = Path.Combine(ExportDirectory, "site-profiles", "default", "1.0", "nodes");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, name), text);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await StopAsync(TimeSpan.FromSeconds(5));
            await _process.DisposeAsync();
        }

        await (_keeper?.DisposeAsync() ?? default);
        _systemd?.Dispose();
    }

    /// <summary>The command line in front of the program's that gives it another clock.</summary>
    private async Task<IEnumerable<string>> ShiftedAsync()
    {
        if (Ahead == TimeSpan.Zero)
        {
            return [];
        }

        var (source, library) = (Path.Combine(Checkout.Root, "tests", "BootService.Lab", "Frontend", "wrong-clock.c"), Path.Combine(lan.Scratch, "clock.so"));
        (await Tool.RunAsync("gcc", ["-shared", "-fPIC", $"-DSECONDS={Ahead.TotalSeconds:0}", "-o", library, source])).Succeeded();
        return ["env", $"LD_PRELOAD={library}"];
    }

    /// <summary>The command line in front of the program's that hands it the sockets of its last run.</summary>
    private async Task<IEnumerable<string>> KeptAsync()
    {
        var keep = Path.Combine(Checkout.Root, "tests", "BootService.Lab", "Frontend", "keep-sockets");
        var (notify, handout) = (Path.Combine(Folder, "notify.sock"), Path.Combine(Folder, "handout.sock"));
        if (_keeper is null)
        {
            _keeper = lan.Start("keep-sockets", keep, "keep", notify, handout);
            await _keeper.SeeAsync(StartLimit, "keeping");
        }

        return ["env", $"NOTIFY_SOCKET={notify}", keep, "start", handout];
    }

    /// <summary>The command line in front of the program's; none of its words stays as a process of its own.</summary>
    private async Task<IEnumerable<string>> ConfineAsync()
    {
        var unit = UnitConfinement.Read();
        _systemd ??= new NotifySocket(Path.Combine(Folder, "notify.sock"));
        var described = await unit.DescribeAsync(Folder, [DataDirectory, ExportDirectory, RuntimeDirectory]);
        return
        [
            "env", .. described.Select(variable => $"{variable.Key}={variable.Value}"), .. unit.Environment,
            "JOURNAL_STREAM=9:1", $"NOTIFY_SOCKET={_systemd.Path}",
            "unshare", "--mount", "--propagation", "private", Path.Combine(Checkout.Root, "tests", "BootService.Lab", "Frontend", "confine"),
        ];
    }
}
