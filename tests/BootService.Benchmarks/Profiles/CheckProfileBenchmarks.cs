using BenchmarkDotNet.Attributes;
using BootService.Benchmarks.Language;
using BootService.Benchmarks.Measuring;
using BootService.Commands;
using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Ports;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using BootService.Media.Packages;
using BootService.Media.Pallets;
using BootService.Media.Signing;
using BootService.Profiles;
using BootService.Settings;

namespace BootService.Benchmarks.Profiles;

/// <summary>The verb "check profile" as the daemon runs it: 10,000 hosts with 50 attributes each, the seed page's node file on top of the base nodes.</summary>
[InProcess]
[MemoryDiagnoser]
[CpuTime]
[GcForce(false)]
public class CheckProfileBenchmarks : IServiceProvider, IAppliance, ICommandOutput
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-bench-").FullName;
    private CommandRunner _runner = null!;
    private int _rows;

    /// <inheritdoc/>
    public Inventory Current { get; private set; } = null!;

    private DataFolders Settings => new() { ExportDirectory = _folder, BootFilesDirectory = Path.Combine(SeedLibraries.Root(), "bootfiles") };

    [Params(false, true)]
    public bool Broken { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var site = Path.Combine(_folder, "site-profiles/default/1.0/nodes");
        Directory.CreateDirectory(site);
        File.Copy(
            Path.Combine(SeedLibraries.Root(), "tests/BootService.Core.Tests/Profiles/testdata/extend-base.xml"), Path.Combine(site, "extend-base.xml"),
            overwrite: true);
        File.WriteAllText(Path.Combine(site, "extend-backend.xml"), Broken ? "<kickstart><post>&never_set;</post></kickstart>" : "<kickstart/>");
        Current = Inventory.Empty(TenThousandHosts.Frontend).With(TenThousandHosts.Changes());
        _runner = new CommandRunner(CommandCatalog.From(this), this, TimeProvider.System);
    }

    [GlobalCleanup]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    /// <summary>From the words to the last row.</summary>
    [Benchmark]
    public async Task<int> CheckProfile()
    {
        _rows = 0;
        var end = await _runner.RunAsync(new CommandInput(["check", "profile"]), this, CancellationToken.None);
        return end.Exit == (Broken ? 1 : 0) && _rows == (Broken ? 1 : 0) ? _rows : throw new InvalidOperationException(end.Sentence);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType) => serviceType switch
    {
        _ when serviceType == typeof(IProfiles) =>
            new ProfilePreviews(new NodeTemplates(new NodeFolders(Settings)), new Repositories(Settings, new PackageIndexes()), NoNodeRunner.SwitchedOff),
        _ when serviceType == typeof(ArchiveKeyFile) => new ArchiveKeyFile(Path.Combine(_folder, "archive.key")),
        { IsInterface: true } => UnaskedPort.Of(serviceType),
        _ => new PalletFolder(_folder),
    };

    /// <inheritdoc/>
    public Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel) =>
        throw new InvalidOperationException("a check changes nothing");

    /// <inheritdoc/>
    public void Table(TableShape shape)
    {
        // Only rows are counted.
    }

    /// <inheritdoc/>
    public ValueTask RowAsync(params ReadOnlySpan<Cell> cells)
    {
        _rows++;
        return default;
    }

    /// <inheritdoc/>
    public void Message(string text) => throw new InvalidOperationException(text);

    /// <inheritdoc/>
    public ValueTask ProgressAsync(string text, long done, long total) => default;

    /// <inheritdoc/>
    public void Fault(string sentence) => throw new InvalidOperationException(sentence);

    /// <inheritdoc/>
    public void RunOnHosts(RemoteRun run) => throw new InvalidOperationException("a check runs nothing on hosts");

    /// <inheritdoc/>
    public void AskForFile(string path, bool mayBeFolder) => throw new InvalidOperationException("a check needs no file of the caller's");
}
