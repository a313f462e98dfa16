using System.Collections.Immutable;
using System.Text;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Access;
using BootService.Core.Audits;
using BootService.Core.Doctor;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Core.Timeline;
using BootService.Media;
using BootService.Media.Pallets;
using BootService.Media.Signing;
using Microsoft.Extensions.Time.Testing;

namespace BootService.Commands.Tests.Support;

/// <summary>A frontend to type commands at: the private network, both appliances, and the seed page's five nodes unless told otherwise.</summary>
internal sealed class Bench :
    IServiceProvider, IInstallArming, IBootEvents, IBootEventStore, IAuditStore, IBootEventFeed, IBootFileNames, IBackup, IWholeBackup, IHostStates,
    IServerWatch, IDisposable
{
    private readonly CommandRunner _runner;

    public Bench(bool nodes = true)
    {
        Folder = Directory.CreateTempSubdirectory("bootservice-commands-").FullName;
        Appliance = new MemoryAppliance(
        [
            new Change.NetworkSet(new Network("private", MemoryAppliance.Frontend.Subnet) { Zone = "cluster.example" }),
            .. Core.Hosts.Appliance.BuiltIn.Select(appliance => new Change.ApplianceSet(appliance)),
        ]);
        Power = new ScriptedPower(Time);
        Catalog = CommandCatalog.From(this);
        _runner = new CommandRunner(Catalog, Appliance, Time, this);
        for (var rank = 0; nodes && rank < 5; rank++)
        {
            Do("add", "host", $"backend-0-{rank}");
            Do("add", "host", "interface", $"backend-0-{rank}", "interface=eth0", $"mac=52:54:00:00:01:0{rank}", $"ip=10.1.255.{254 - rank}");
        }
    }

    public MemoryAppliance Appliance { get; }

    public CommandCatalog Catalog { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    /// <summary>A directory of the test's own.</summary>
    public string Folder { get; }

    public string Pallets => Path.Combine(Folder, "export", "pallets");

    public List<BootEvent> Posted { get; } = [];

    public ScriptedRehearsal Rehearsal { get; } = new();

    public ScriptedDoctor Doctor { get; } = new();

    public ScriptedPower Power { get; }

    /// <summary>What happens while somebody watches.</summary>
    public Func<CancellationToken, IAsyncEnumerable<BootEvent>> Feed { get; set; } = _ => AsyncEnumerable.Empty<BootEvent>();

    /// <summary>What the command that runs, or ran last, has said so far.</summary>
    public RecordedOutput? Running { get; private set; }

    /// <summary>Hosts whose profile has a fault.</summary>
    public Dictionary<string, string> Broken { get; } = [];

    /// <summary>The install attempts that are kept.</summary>
    public List<InstallAttempt> Attempts { get; } = [];

    public Inventory Inventory => Appliance.Current;

    public ImmutableDictionary<string, string> Files { get; set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Types a command; how it ended is the caller's to look at.</summary>
    public (CommandEnd End, RecordedOutput Output) Try(params string[] words) => (StartAsync(words).GetAwaiter().GetResult(), Running!);

    /// <summary>Types a command that takes the test's own time.</summary>
    public Task<CommandEnd> StartAsync(params string[] words)
    {
        Running = new RecordedOutput { Verb = Catalog.DeclarationOf(words) };
        return _runner.RunAsync(
            new CommandInput(words)
            {
                WorkingDirectory = Folder,
                Scope = Scope,
                By = By,
                Files = Files.ToImmutableDictionary(file => file.Key, file => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(file.Value))),
            },
            Running, TestContext.Current.CancellationToken);
    }

    /// <summary>A command line as logs keep it.</summary>
    public string Logged(params string[] words) => _runner.Logged(new CommandInput(words));

    /// <summary>Types a command that must succeed.</summary>
    public RecordedOutput Do(params string[] words)
    {
        var (end, output) = Try(words);
        Assert.True(end == CommandEnd.Done, $"stack {string.Join(' ', words)}: {end.Sentence}");
        return output;
    }

    /// <summary>Types a command as it would be typed without quotes.</summary>
    public RecordedOutput Type(string line) => Do(line.Split(' '));

    /// <summary>Types a command that must be refused; gives the sentence.</summary>
    public string Refused(params string[] words) => Fails(1, words);

    /// <summary>Types a command that must not be understood; gives the sentence.</summary>
    public string NotUnderstood(params string[] words) => Fails(2, words);

    public object? GetService(Type serviceType) => serviceType switch
    {
        _ when serviceType == typeof(IPalletImport) => new PalletImport(new PalletFolder(Pallets), TimeProvider.System),
        _ when serviceType == typeof(ArchiveKeyFile) => new ArchiveKeyFile(Path.Combine(Folder, "archive.key")),
        _ when serviceType == typeof(PalletFolder) => new PalletFolder(Pallets),
        _ when serviceType == typeof(IProfiles) || serviceType == typeof(IApplianceStore) => new OneNodeProfiles(Broken) { Attempts = Attempts },
        _ when serviceType == typeof(IDatabaseMove) => Moves,
        _ when serviceType == typeof(IWebhookPost) => Hooks,
        _ when serviceType == typeof(IFrontends) => new TwoFrontends(),
        _ when serviceType == typeof(IFilePush) || serviceType == typeof(IPalletHolders) => Others,
        _ when serviceType == typeof(IBootRehearsal) => Rehearsal,
        _ when serviceType == typeof(INetworkDoctor) || serviceType == typeof(IClusterDoctor) => Doctor,
        _ when serviceType == typeof(IPowerSwitch) => Power,
        _ => this,
    };

    public ImmutableArray<Change> Arm(Inventory inventory, ImmutableArray<Host> hosts, DateTimeOffset now)
    {
        foreach (var host in hosts)
        {
            if (Broken.TryGetValue(host.Name.ToString(), out var fault))
            {
                throw new RefusedException(fault) { Host = host.Name.ToString() };
            }
        }

        return [.. hosts.Select(host => new Change.HostSet(host with { Action = BootAction.Install }))];
    }

    /// <summary>What is at other frontends.</summary>
    public ScriptedOthers Others { get; } = new();

    /// <summary>Where backups were asked to go; null for the usual place.</summary>
    public List<string?> Backups { get; } = [];

    public Task<BackupMade> BackupAsync(string? path, DateTimeOffset now, CancellationToken cancel)
    {
        Backups.Add(path);
        return Task.FromResult(new BackupMade(path ?? "/var/lib/bootservice/backups/b.db", 4096, Inventory.Hosts.Count));
    }

    /// <summary>Where backups with all files were asked to go.</summary>
    public List<string?> WholeBackups { get; } = [];

    public async Task<WholeBackupMade> RunAsync(string? path, DateTimeOffset now, IWorkReport report, CancellationToken cancel)
    {
        WholeBackups.Add(path);
        await report.ProgressAsync("Copying files ...", 1, 2);
        return new WholeBackupMade(path ?? "/var/lib/bootservice/backups/b.tar", 1 << 20, Inventory.Hosts.Count, 12, ["/export/stack/pallets/x is left out"]);
    }

    /// <summary>Where webhooks are told.</summary>
    public RecordedPost Hooks { get; } = new();

    /// <summary>The hosts that whoever types may see and change.</summary>
    public HostScope Scope { get; set; } = HostScope.All;

    /// <summary>Where everything was asked to be copied.</summary>
    public RecordedMoves Moves { get; } = new();

    /// <summary>Which other DHCP servers answer.</summary>
    public ServersSeen Seen { get; set; } = ServersSeen.None;

    public Finding Judge(SeenServer seen) => seen.Server.Judge(Core.Dhcp.DhcpMode.Authoritative, MemoryAppliance.Frontend);

    /// <summary>Who types.</summary>
    public Author By { get; set; } = Author.Daemon;

    /// <summary>What lies in the boot root.</summary>
    public HashSet<string> BootFiles { get; } = ["memtest", "memtest.efi"];

    public string? WhyMissing(string name) => BootFiles.Contains(name) ? null : "put it into bootfiles";

    public HostStanding Of(Inventory inventory, Host host) =>
        HostStanding.Of(inventory.AttemptOf(host.Name), [.. Posted.Where(happened => happened.Host == host.Name.ToString())], Time.GetUtcNow());

    public void Post(in BootEvent happened) => Posted.Add(happened);

    public Task AppendAsync(IReadOnlyList<BootEvent> events, CancellationToken cancel) => throw new InvalidOperationException("no verb keeps events");

    public Task<ImmutableArray<BootEvent>> ListAsync(IReadOnlyCollection<string> hosts, int most, CancellationToken cancel) =>
        Task.FromResult(Posted.Where(happened => hosts.Count == 0 || hosts.Contains(happened.Host!)).TakeLast(most).ToImmutableArray());

    public IAsyncEnumerable<BootEvent> Subscribe(CancellationToken cancel) => Feed(cancel);

    public Task<ImmutableArray<AuditedLine>> ListAuditAsync(IReadOnlyCollection<string> things, int most, CancellationToken cancel) =>
        Task.FromResult(ImmutableArray<AuditedLine>.Empty);

    public Task<UndoableChange?> FindUndoAsync(long? change, CancellationToken cancel) => Task.FromResult<UndoableChange?>(null);

    public Task<AuditedLine?> FindLastingAsync(long change, CancellationToken cancel) => Task.FromResult<AuditedLine?>(null);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Fails(int exit, string[] words)
    {
        var before = Appliance.Commits;
        var (end, _) = Try(words);
        Assert.True(end.Exit == exit, $"stack {string.Join(' ', words)} ended with {end.Exit}: {end.Sentence}");
        Assert.DoesNotContain('\n', end.Sentence!);
        Assert.False(end.Sentence!.EndsWith('.'), end.Sentence);
        Assert.Equal(before, Appliance.Commits);
        return end.Sentence;
    }
}
