using System.IO.Pipelines;
using BenchmarkDotNet.Attributes;
using BootService.Admin;
using BootService.Appliances;
using BootService.Benchmarks.Measuring;
using BootService.Commands;
using BootService.Commands.Catalog;
using BootService.Core.Inventories;
using BootService.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace BootService.Benchmarks.Language;

/// <summary>
/// Verbs at the daemon over ten thousand hosts with fifty attributes each, from the words to the last octet of the answer; and what the same costs at the
/// start.
/// </summary>
[InProcess]
[MemoryDiagnoser]
[CpuTime]
[GcForce(false)]
public class LanguageBenchmarks : IServiceProvider
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-bench-").FullName;
    private BootDatabase _database = null!;
    private ApplianceWriter _writer = null!;
    private CommandRunner _runner = null!;
    private int _turn;

    [GlobalSetup]
    public async Task FillAsync()
    {
        _database = BootDatabase.Open(_folder);
        await _database.Appliance.CommitAsync([.. TenThousandHosts.Changes()], [], CancellationToken.None);
        _writer = new ApplianceWriter(
            _database.Appliance, new ApplianceStart(await LoadAtStart(), 0), TimeProvider.System, NullLogger<ApplianceWriter>.Instance);
        await _writer.StartAsync(CancellationToken.None);
        _runner = new CommandRunner(CommandCatalog.From(this), _writer, TimeProvider.System);
    }

    [GlobalCleanup]
    public async Task RemoveAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Half a million attributes and all hosts from the disk into memory.</summary>
    [Benchmark]
    public async Task<Inventory> LoadAtStart() =>
        Inventory.Empty(TenThousandHosts.Frontend).With((await _database.Appliance.LoadAsync(CancellationToken.None)).Changes);

    [Benchmark]
    public Task<long> ListHost() => AnswerAsync("list", "host");

    [Benchmark]
    public Task<long> ListHostInterface() => AnswerAsync("list", "host", "interface");

    [Benchmark]
    public Task<long> ListHostBoot() => AnswerAsync("list", "host", "boot");

    /// <summary>One attribute of each host, as the seed's script asks.</summary>
    [Benchmark]
    public Task<long> ListHostAttrOfOneName() => AnswerAsync("list", "host", "attr", "backend", "attr=is_mesos_master");

    /// <summary>Everything there is: half a million stored values and the computed ones.</summary>
    [Benchmark]
    public Task<long> ListHostAttrOfAll() => AnswerAsync("list", "host", "attr");

    /// <summary>One transaction, on the disk when it returns.</summary>
    [Benchmark]
    public Task<long> SetHostAttrOfAll() => AnswerAsync("set", "host", "attr", "backend", "attr=turn", $"value={_turn++}");

    /// <inheritdoc/>
    public object? GetService(Type serviceType) => UnaskedPort.Of(serviceType);

    private async Task<long> AnswerAsync(params string[] words)
    {
        var nobody = new CountingStream();
        var output = new JsonLinesOutput(CancellationToken.None);
        var sent = output.SendToAsync(PipeWriter.Create(nobody));
        var end = await _runner.RunAsync(new CommandInput(words), output, CancellationToken.None);
        await output.EndAsync(end);
        await sent;
        return end.Exit == 0 ? nobody.Length : throw new InvalidOperationException(end.Sentence);
    }
}
