using System.Collections.Immutable;
using System.Reflection;
using BootService.Commands;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Commands.Tests.Support;
using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Files;
using BootService.Media.Pallets;
using BootService.Media.Signing;
using BootService.Pallets;
using BootService.Profiles;
using BootService.Protocols.Net;
using BootService.Settings;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BootService.Tests.Profiles;

/// <summary>A frontend whose node files lie in a directory of the test's own, with an OS to install and two backend hosts; verbs are typed at it.</summary>
internal sealed class ProfileFrontend : IServiceProvider, IAppliance, IApplianceStore, IBootFiles, IBootFileNames, IDisposable
{
    private readonly Dictionary<long, FrozenProfile> _kickstarts = [];
    private readonly ServiceProvider _services;
    private readonly CommandCatalog _catalog;
    private readonly BootFolder _loaders;
    private readonly BootFolder _pallets;

    public ProfileFrontend(bool allowEval = false, TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        Folder = Directory.CreateTempSubdirectory("bootservice-profiles-").FullName;
        var folders = new DataFolders
        {
            ExportDirectory = Path.Combine(Folder, "export"),
            BootFilesDirectory = Path.Combine(Folder, "boot"),
        };
        _loaders = new BootFolder(Directory.CreateDirectory(Path.Combine(Folder, "loaders")).FullName);
        _pallets = new BootFolder(Directory.CreateDirectory(folders.PalletsDirectory).FullName);
        foreach (var file in (string[])[
            "loaders/pxelinux.0", "loaders/ldlinux.c32", "loaders/snponly.efi", "export/pallets/CentOS/6.6/redhat/x86_64/vmlinuz",
            "export/pallets/CentOS/6.6/redhat/x86_64/initrd.img"])
        {
            Write(file, file);
        }

        _services = new ServiceCollection().AddSingleton(folders).AddSingleton<PalletFiles>().AddSingleton<IBootFiles>(this).AddSingleton<IBootFileNames>(this)
            .AddSingleton(Time).AddSingleton(_ => Runner!).AddProfiles(new ProfileSettings { AllowEval = allowEval }, givesAddresses: true)
            .BuildServiceProvider();
        Current = Inventory.Empty(MemoryAppliance.Frontend).With(
        [
            .. Core.Hosts.Appliance.BuiltIn.Select(appliance => new Change.ApplianceSet(appliance)),
            new Change.NetworkSet(new Network(Network.Private, MemoryAppliance.Frontend.Subnet)),
            new Change.PalletSet(
                new Pallet(new PalletKey("CentOS", "6.6", "redhat", "x86_64")) { Kernel = "vmlinuz", Initrd = "initrd.img", Boxes = ["default"] }),
            .. Enumerable.Range(0, 2).Select(rank => new Change.HostSet(Host(rank))),
        ]);
        _catalog = CommandCatalog.From(this);
        Runner = new CommandRunner(_catalog, this, Time);
    }

    public Inventory Current { get; private set; }

    public CommandRunner Runner { get; }

    public TimeProvider Time { get; }

    public string Folder { get; }

    /// <summary>Writes a node file of the site's own; gives its path.</summary>
    public string Site(string node, string text) => Write($"export/site-profiles/default/1.0/nodes/{node}.xml", text);

    /// <summary>Writes a node file of those we ship; gives its path.</summary>
    public string Shipped(string node, string text) => Write($"boot/nodes/{node}.xml", text);

    public string Graph(string text) => Write("boot/graphs/default/graph.xml", text);

    /// <summary>Sets an attribute: global, or of a host.</summary>
    public void Set(string name, string value, string? host = null, bool shadow = false) => Current = Current.With(new Change.AttributeWritten(
        host is null ? AttributeOwner.Global : AttributeOwner.Of(HostName.Parse(host)), AttributeName.Parse(name), new AttributeValue(value, shadow, default)));

    public void Add(int rank) => Current = Current.With(new Change.HostSet(Host(rank)));

    /// <summary>Adds a pallet that is enabled in the default box, with metadata in some folders of it: an empty name is its own.</summary>
    public void Add(Pallet pallet, params string[] repositories)
    {
        Current = Current.With(new Change.PalletSet(pallet with { Boxes = ["default"] }));
        foreach (var folder in repositories)
        {
            Write(Path.Combine("export/pallets", pallet.Key.Folder, folder, "repodata/repomd.xml"), "<repomd/>");
        }
    }

    /// <summary>How often a boot file was looked for.</summary>
    public int Asked { get; private set; }

    public BootFile Find(ReadOnlySpan<char> name, Ipv4 requester, Ipv4 asked)
    {
        Asked++;
        return name.StartsWith("os/") ? _pallets.Find(name[3..]) : _loaders.Find(name);
    }

    public void Sent(BootFile file, TimeSpan took) => throw new NotSupportedException("a rehearsal sends nothing");

    public string? WhyMissing(string name) => Find(name, default, default) is BootFile.OnDisk ? null : "install it";

    /// <summary>Changes the state past the verbs.</summary>
    public void Change(Func<Inventory, Change> change) => Current = Current.With(change(Current));

    public (CommandEnd End, RecordedOutput Output) Try(params string[] words)
    {
        var output = new RecordedOutput();
        return (Runner.RunAsync(new CommandInput(words), output, TestContext.Current.CancellationToken).GetAwaiter().GetResult(), output);
    }

    /// <summary>Types a command that must succeed.</summary>
    public RecordedOutput Type(string line)
    {
        var (end, output) = Try(line.Split(' '));
        Assert.True(end == CommandEnd.Done, $"stack {line}: {end.Sentence}");
        return output;
    }

    /// <summary>Types a command that must say one text, of which this is the end.</summary>
    public string Text(string line) => Assert.Single(Type(line).Rows)[1];

    /// <summary>Types a command that must be refused; gives the sentence and what it said before.</summary>
    public (string Sentence, RecordedOutput Output) Refused(string line)
    {
        var before = Current;
        var (end, output) = Try(line.Split(' '));
        Assert.True(end.Exit == 1, $"stack {line} ended with {end.Exit}: {end.Sentence}");
        Assert.All([end.Sentence!, .. output.Faults], sentence => Assert.DoesNotContain('\n', sentence));
        Assert.Same(before, Current);
        return (end.Sentence!, output);
    }

    public Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel)
    {
        var (answer, changes) = propose(Current);
        foreach (var armed in changes.OfType<Change.AttemptSet>().Where(armed => armed.Profile is not null))
        {
            _kickstarts[armed.Attempt.Id] = armed.Profile!.Value;
        }

        Current = changes.IsEmpty ? Current : Current.With(changes);
        return Task.FromResult(answer);
    }

    public Task<StoredState> LoadAsync(CancellationToken cancel) => throw new InvalidOperationException("no verb loads the state");

    public Task CommitAsync(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log, CancellationToken cancel) =>
        throw new InvalidOperationException("no verb goes past the one writer");

    public Task<ImmutableArray<FrozenAnswer>> ListAnswersAsync(long attempt, CancellationToken cancel) =>
        Task.FromResult(_kickstarts.TryGetValue(attempt, out var kept) ? kept.Answers : []);

    public Task<ImmutableArray<InstallAttempt>> ListAttemptsAsync(HostName host, int most, CancellationToken cancel) =>
        Task.FromResult(ImmutableArray<InstallAttempt>.Empty);

    /// <summary>Profiles are the daemon's own; ports that no verb here asks anything of are silent.</summary>
    public object? GetService(Type serviceType) =>
        serviceType.IsInstanceOfType(this) ? this
        : serviceType == typeof(IServerWatch) ? new QuietServers()
        : serviceType == typeof(ArchiveKeyFile) ? new ArchiveKeyFile(Path.Combine(Folder, "archive.key"))
        : _services.GetService(serviceType)
            ?? (serviceType.IsInterface ? DispatchProxy.Create(serviceType, typeof(SilentPort)) : new PalletFolder(Path.Combine(Folder, "export", "pallets")));

    public void Dispose()
    {
        _loaders.Dispose();
        _pallets.Dispose();
        _services.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Writes a file below the frontend's folder; gives its path.</summary>
    public string Write(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    private static Host Host(int rank) => new(HostName.Parse($"backend-0-{rank}"), "backend", 0, rank)
    {
        Interfaces =
            [new HostInterface("eth0", new MacAddress(0x525400000100UL + (ulong)rank), new Ipv4(0x0A01FFFE - (uint)rank), Network: null, IsDefault: true)],
    };
}
