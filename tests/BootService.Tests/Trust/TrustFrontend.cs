using System.Collections.Immutable;
using System.Reflection;
using BootService.Appliances;
using BootService.Commands;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Commands.Tests.Support;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Media.Pallets;
using BootService.Media.Signing;
using BootService.Storage;
using BootService.Tests.Profiles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BootService.Tests.Trust;

/// <summary>Verbs typed at a real writer over a real database, by whoever the test says; profiles always render.</summary>
internal sealed class TrustFrontend : IServiceProvider, IInstallArming, IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bootservice-trust-");
    private readonly CommandRunner _runner;
    private BootDatabase _database;
    private ApplianceWriter _appliance;

    public TrustFrontend(int hosts = 2)
    {
        (_database, _appliance) = Open();
        _runner = new CommandRunner(CommandCatalog.From(this), new Current(this), Time);
        Commit(_ =>
        [
            .. Appliance.BuiltIn.Select(builtIn => new Change.ApplianceSet(builtIn)),
            new Change.NetworkSet(new Network(Network.Private, MemoryAppliance.Frontend.Subnet)),
            new Change.PalletSet(
                new Pallet(new PalletKey("CentOS", "6.6", "redhat", "x86_64")) { Kernel = "vmlinuz", Initrd = "initrd.img", Boxes = ["default"] }),
        ]);
        for (var rank = 0; rank < hosts; rank++)
        {
            Type($"add host backend-0-{rank}");
            Type($"add host interface backend-0-{rank} interface=eth0 mac=52:54:00:00:02:{rank:x2} ip=10.1.200.{rank + 1}");
        }
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Who types.</summary>
    public Author By { get; set; } = new("alice", "socket") { Uid = 1000 };

    public Inventory Inventory => _appliance.Current;

    public string DatabaseFile => _database.Place;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Host Host(int rank) => Inventory.HostOf(HostName.Parse($"backend-0-{rank}"))!;

    public (CommandEnd End, RecordedOutput Output) Try(params string[] words)
    {
        var output = new RecordedOutput();
        return (_runner.RunAsync(new CommandInput(words) { By = By }, output, Cancel).GetAwaiter().GetResult(), output);
    }

    /// <summary>Types a command that must succeed.</summary>
    public RecordedOutput Type(string line)
    {
        var (end, output) = Try(line.Split(' '));
        Assert.True(end == CommandEnd.Done, $"stack {line}: {end.Sentence}");
        return output;
    }

    /// <summary>Types a command that must be refused and change nothing; gives the sentence.</summary>
    public string Refused(string line)
    {
        var before = Inventory;
        var (end, _) = Try(line.Split(' '));
        Assert.True(end.Exit == 1, $"stack {line} ended with {end.Exit}: {end.Sentence}");
        Assert.Equal(before.HostsInOrder(), Inventory.HostsInOrder());
        return end.Sentence!;
    }

    /// <summary>The log of changes, each line as one text without its time.</summary>
    public string[] Audit(string line = "list audit") => [.. Type(line).Rows.Select(row => string.Join('|', row.Where((_, at) => at is not 1)))];

    public void Signal(int rank, AttemptSignal signal) =>
        Commit(inventory => AttemptLedger.Changes(inventory, inventory.AttemptOf(Host(rank).Name)!, signal, Time.GetUtcNow()), Author.Node(Host(rank).Name));

    public void Commit(Func<Inventory, IEnumerable<Change>> changes, Author? by = null) =>
        _appliance.CommitAsync(inventory => new Proposal<bool>(true, [.. changes(inventory)]) { By = by }, Cancel).GetAwaiter().GetResult();

    /// <summary>Ends the daemon as a kill does and starts it anew on what is on disk.</summary>
    public async Task RestartAsync()
    {
        await _appliance.StopAsync(Cancel);
        _database.Dispose();
        (_database, _appliance) = Open();
    }

    public ImmutableArray<Change> Arm(Inventory inventory, ImmutableArray<Host> hosts, DateTimeOffset now)
    {
        var all = ImmutableArray.CreateBuilder<Change>();
        foreach (var host in hosts)
        {
            var changes = Arming.Install(inventory, host, now, InstallAttempt.NewSecret(), _ => new FrozenProfile("the kickstart\n", "the kickstart\n"));
            inventory = inventory.With(changes);
            all.AddRange(changes);
        }

        return all.ToImmutable();
    }

    public object? GetService(Type serviceType) => serviceType switch
    {
        _ when serviceType.IsInstanceOfType(this) => this,
        _ when serviceType == typeof(IAuditStore) => new Log(this),
        _ when serviceType == typeof(IPowerSwitch) => new ScriptedPower(Time),
        _ when serviceType == typeof(IServerWatch) => new QuietServers(),
        _ when serviceType == typeof(PalletFolder) => new PalletFolder(_folder.FullName),
        _ when serviceType == typeof(ArchiveKeyFile) => new ArchiveKeyFile(Path.Combine(_folder.FullName, "archive.key")),
        _ => DispatchProxy.Create(serviceType, typeof(SilentPort)),
    };

    public async ValueTask DisposeAsync()
    {
        await _appliance.StopAsync(CancellationToken.None);
        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    private (BootDatabase Database, ApplianceWriter Appliance) Open()
    {
        var database = BootDatabase.Open(_folder.FullName);
        var stored = Inventory.Empty(MemoryAppliance.Frontend).With(database.Appliance.LoadAsync(Cancel).GetAwaiter().GetResult().Changes);
        var appliance = new ApplianceWriter(database.Appliance, new ApplianceStart(stored, 0), Time, NullLogger<ApplianceWriter>.Instance);
        appliance.StartAsync(Cancel).GetAwaiter().GetResult();
        return (database, appliance);
    }

    /// <summary>The writer of now: a restart makes another.</summary>
    private sealed class Current(TrustFrontend frontend) : IAppliance
    {
        Inventory IAppliance.Current => frontend._appliance.Current;

        public Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel) => frontend._appliance.CommitAsync(propose, cancel);
    }

    private sealed class Log(TrustFrontend frontend) : IAuditStore
    {
        public Task<ImmutableArray<AuditedLine>> ListAuditAsync(IReadOnlyCollection<string> things, int most, CancellationToken cancel) =>
            frontend._database.Audit.ListAuditAsync(things, most, cancel);

        public Task<UndoableChange?> FindUndoAsync(long? change, CancellationToken cancel) => frontend._database.Audit.FindUndoAsync(change, cancel);

        public Task<AuditedLine?> FindLastingAsync(long change, CancellationToken cancel) => frontend._database.Audit.FindLastingAsync(change, cancel);
    }
}
