using System.Net;
using System.Net.Sockets;
using BootService.Appliances;
using BootService.Boot;
using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Events;
using BootService.Http;
using BootService.Installs;
using BootService.Pallets;
using BootService.Protocols.Net;
using BootService.Rehearsals;
using BootService.Settings;
using BootService.Storage;
using BootService.Tests.Architecture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BootService.Tests.Installs;

/// <summary>
/// The inside of a daemon on a real database in a temporary folder: one host, one OS pallet, installs and their HTTP side on a loopback port.
/// </summary>
internal sealed class FrontendUnderTest : IAsyncDisposable
{
    public static readonly MacAddress Mac = MacAddress.Parse("52:54:00:00:01:00");
    public static readonly HostName Name = HostName.Parse("backend-0-0");

    private static readonly Frontend Frontend = new(
        "frontend", "local", "eth1", new MacAddress(1), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80);

    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder;
    private readonly BootDatabase _database;
    private readonly WebApplication _web;

    private FrontendUnderTest(DirectoryInfo folder, BootDatabase database, Inventory start)
    {
        _folder = folder;
        _database = database;
        Appliance = new ApplianceWriter(database.Appliance, new ApplianceStart(start, 0), Time, NullLogger<ApplianceWriter>.Instance);
        Events = new BootEventWriter(database.Events, Time, NullLogger<BootEventWriter>.Instance);
        Progress = new AttemptProgress(new BusyAppliance(this), database.Appliance, Events, Time, NullLogger<AttemptProgress>.Instance);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 64 << 10).UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore()
            .AddSingleton<IAppliance>(Appliance)
            .AddSingleton<IBootEvents>(Events)
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(Progress);
        _web = builder.Build();
        var settings = new DataFolders { ExportDirectory = Path.Combine(folder.FullName, "export") };
        Directory.CreateDirectory(settings.PalletsDirectory);
        Directory.CreateDirectory(settings.CartsDirectory);
        Directory.CreateDirectory(settings.SiteBootFilesDirectory);
        var dhcp = new DhcpSettings();
        var rehearsal = new RunningRehearsal(Appliance, Time);
        var sightings = new MachineSightings(Now);
        var secrets = new SecretWatch(Appliance, dhcp, sightings, Events, Time, NullLogger<SecretWatch>.Instance);
        Firmware = new FirmwareWatch(sightings, Progress, Time);
        new InstallEndpoints(Appliance, Progress, secrets, Firmware, rehearsal, Events, Time).Map(_web);
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        var pallets = new PalletFiles(settings);
        var library = new BootLibrary(LoaderLibrary.Open(SourceTree.Path("bootfiles")), pallets, settings);
        var root = new BootRoot(
            Appliance, library, new BootAskers(sightings, rehearsal, dhcp, Time), new BootConsequences(Progress, secrets, Firmware, Events));
        var files = new NodeFileEndpoints(root, new NodeFileResponder(new NodeHttpCounters(meters)), pallets, settings, Appliance, Events, Time);
        files.Map(_web);
        files.MapCarts(_web);
    }

    /// <summary>Its data, with its <c>ExportDirectory</c> in <c>export</c> below.</summary>
    public string DataDirectory => _folder.FullName;

    public FakeTimeProvider Time { get; } = new(Noon);

    public ApplianceWriter Appliance { get; }

    public BootEventWriter Events { get; }

    public AttemptProgress Progress { get; }

    public FirmwareWatch Firmware { get; }

    private long Now => DhcpMoment.Now(Time).Milliseconds;

    /// <summary>The machine is switched on: its firmware asks by DHCP.</summary>
    public void SwitchOn(FirmwareKind firmware = FirmwareKind.Bios) =>
        Firmware.Asked(Mac, firmware, Appliance.Current.AttemptOf(Name) is { MayInstall: true } live ? live : null, Now);

    /// <summary>What reaches the writer before the next signal of a node, and after that signal's request was judged; null for nothing.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public HttpClient Node { get; } = new();

    /// <summary>Somebody with another address of this machine's; the caller disposes it.</summary>
    public HttpClient At(string address, int port = 0) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (target, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
            await socket.ConnectAsync(target.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = Node.BaseAddress };

    public InstallAttempt Attempt => Appliance.Current.AttemptOf(Name)!;

    public BootAction Action => Appliance.Current.HostOf(Name)!.Action;

    public static async Task<FrontendUnderTest> StartAsync(CancellationToken cancel, DirectoryInfo? existing = null)
    {
        var folder = existing ?? Directory.CreateTempSubdirectory("bootservice-installs-");
        var database = BootDatabase.Open(folder.FullName);
        var made = new FrontendUnderTest(folder, database, Inventory.Empty(Frontend).With((await database.Appliance.LoadAsync(cancel)).Changes));
        await made.Appliance.StartAsync(cancel);
        await made.Events.StartAsync(cancel);
        await made.Progress.StartAsync(cancel);
        await made._web.StartAsync(cancel);
        made.Node.BaseAddress = new Uri(made._web.Urls.Single());
        return made;
    }

    public Task FillAsync() => ChangeAsync(_ =>
    [
        .. Core.Hosts.Appliance.BuiltIn.Select(appliance => new Change.ApplianceSet(appliance)),
        new Change.NetworkSet(new Network(Network.Private, Frontend.Subnet)),
        new Change.PalletSet(new Pallet(new PalletKey("CentOS", "6.6", "redhat", "x86_64")) { Kernel = "vmlinuz", Initrd = "initrd.img", Boxes = ["default"] }),
        new Change.HostSet(
            new Host(Name, "backend", 0, 0) { Interfaces = [new HostInterface("eth0", Mac, Ipv4.Parse("127.0.0.1"), Network.Private, IsDefault: true)] }),
    ]);

    public Task ArmAsync() => ChangeAsync(inventory =>
        [.. Arming.Install(inventory, inventory.HostOf(Name)!, Time.GetUtcNow(), InstallAttempt.NewSecret(), _ => "the kickstart\n")]);

    public Task ChangeAsync(Func<Inventory, Change[]> changes) =>
        Appliance.CommitAsync(inventory => new Proposal<bool>(true, [.. changes(inventory)]), Xunit.TestContext.Current.CancellationToken);

    /// <summary>Stops everything without telling anybody, as a kill does to what is in memory, and starts anew on the same folder.</summary>
    public async Task<FrontendUnderTest> RestartAsync(CancellationToken cancel)
    {
        await StopAsync();
        return await StartAsync(cancel, _folder);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StopAsync()
    {
        await _web.DisposeAsync();
        await Progress.StopAsync(CancellationToken.None);
        await Events.StopAsync(CancellationToken.None);
        await Appliance.StopAsync(CancellationToken.None);
        Progress.Dispose();
        Node.Dispose();
        _database.Dispose();
    }

    /// <summary>The appliance as it is to a request whose proposal waits behind somebody else's.</summary>
    private sealed class BusyAppliance(FrontendUnderTest frontend) : IAppliance
    {
        public Inventory Current => frontend.Appliance.Current;

        public async Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel)
        {
            var (first, none) = (frontend.Meanwhile, default(Func<Task>));
            frontend.Meanwhile = none;
            await (first?.Invoke() ?? Task.CompletedTask);
            return await frontend.Appliance.CommitAsync(propose, cancel);
        }
    }
}
