using System.Reflection;
using BenchmarkDotNet.Attributes;
using BootService.Commands;
using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Ports;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Profiles;
using BootService.Protocols.Net;
using BootService.Settings;

namespace BootService.Benchmarks.Profiles;

/// <summary>The verb "check profile" as the daemon runs it: 10,000 hosts with 50 attributes each, the seed page's node file on top of the base nodes.</summary>
[InProcess]
[MemoryDiagnoser]
public class CheckProfileBenchmarks : IServiceProvider, IAppliance, ICommandOutput
{
    private const int Hosts = 10_000;
    private const int Attributes = 50;

    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-bench-").FullName;
    private CommandRunner _runner = null!;
    private int _rows;

    /// <inheritdoc/>
    public Inventory Current { get; private set; } = null!;

    private DaemonSettings Settings => new() { ExportDirectory = _folder, BootFilesDirectory = Path.Combine(SeedLibraries.Root(), "bootfiles") };

    [Params(false, true)]
    public bool Broken { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var site = Path.Combine(_folder, "site-profiles/default/1.0/nodes");
        Directory.CreateDirectory(site);
        File.Copy(Path.Combine(SeedLibraries.Root(), "tests/BootService.Core.Tests/Profiles/testdata/extend-base.xml"), Path.Combine(site, "extend-base.xml"), overwrite: true);
        File.WriteAllText(Path.Combine(site, "extend-backend.xml"), Broken ? "<kickstart><post>&never_set;</post></kickstart>" : "<kickstart/>");
        Current = Inventory.Empty(new Frontend("frontend", "example.org", "eth1", default, Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80)).With(Changes());
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
        _ when serviceType == typeof(IProfiles) => new ProfileDesk(new NodeTemplates(new NodeFolders(Settings)), new Repositories(Settings), new NoNodeRunner()),
        { IsInterface: true } => DispatchProxy.Create(serviceType, typeof(UnaskedPort)),
        _ => new PalletFolder(_folder),
    };

    /// <inheritdoc/>
    public Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel) => throw new InvalidOperationException("a check changes nothing");

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
    public void AskForFile(string path) => throw new InvalidOperationException("a check needs no file of the caller's");

    private static IEnumerable<Change> Changes()
    {
        foreach (var appliance in Appliance.BuiltIn)
        {
            yield return new Change.ApplianceSet(appliance);
        }

        yield return new Change.PalletSet(new Pallet(new PalletKey("CentOS", "6.6", "redhat", "x86_64")) { Kernel = "vmlinuz", Initrd = "initrd.img", Boxes = ["default"] });
        for (var i = 0; i < Hosts; i++)
        {
            var name = HostName.Parse($"backend-{i / 40}-{i % 40}");
            yield return new Change.HostSet(new Host(name, "backend", i / 40, i % 40)
            {
                Interfaces = [new HostInterface("eth0", new MacAddress(0x525400000000UL + (ulong)i), new Ipv4(0x0A010200u + (uint)i), Network: null, IsDefault: true)],
            });
            var values = Enumerable.Range(0, Attributes - 5).Select(n => ($"attribute_{n}", $"value {n}")).Concat(
            [
                ("is_mesos_master", i == 0 ? "true" : "false"), ("is_mesos_slave", i == 0 ? "false" : "true"), ("zookeeper_ip", "10.1.255.254"),
                ("mesos_cluster_name", "MesosCluster"), ("Kickstart_PrivateRootPassword", "$6$salt$hash"),
            ]);
            foreach (var (attribute, value) in values)
            {
                yield return new Change.AttributeWritten(AttributeOwner.Of(name), AttributeName.Parse(attribute), new AttributeValue(value, Shadow: false, default));
            }
        }
    }

    /// <summary>A port that the verb asks nothing of.</summary>
    public class UnaskedPort : DispatchProxy
    {
        /// <inheritdoc/>
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new InvalidOperationException($"{targetMethod?.Name} was asked for");
    }
}
