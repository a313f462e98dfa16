using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using BootService.Admin;
using BootService.Appliances;
using BootService.Commands;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Doctor;
using BootService.Doors;
using BootService.Events;
using BootService.Hosting;
using BootService.Http;
using BootService.Media.Pallets;
using BootService.Net;
using BootService.Observability;
using BootService.Oidc;
using BootService.Power;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using BootService.Storage;
using BootService.Tests.Profiles;
using BootService.Tftp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BootService.Tests.Dashboard;

/// <summary>The admin's side as the daemon serves it, on a Unix socket and over TLS on loopback, beside a nodes' listener; over a real database.</summary>
internal sealed class AdminSite : IServiceProvider, IInstallArming, IBootRehearsal, IAsyncDisposable
{
    private static readonly Frontend Frontend = new(
        "frontend", "local", "lo", new MacAddress(1), Ipv4.Parse("127.0.0.1"), Ipv4Network.Parse("127.0.0.0/8"), 80);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bootservice-site-");
    private readonly BootDatabase _database;
    private readonly CommandRunner _runner;
    private readonly WebApplication _web;
    private readonly string _certificate;
    private readonly DaemonKey _key;

    private AdminSite(string listen, OidcSettings? oidc)
    {
        Settings = new DaemonSettings
        {
            DataDirectory = _folder.FullName,
            Admin = new AdminSettings { Socket = Path.Combine(_folder.FullName, "admin.sock"), Listen = listen },
            Http = new HttpSettings { Port = 0 },
            Oidc = oidc ?? new OidcSettings(),
            Power = new PowerSettings { Commands = Path.Combine(_folder.FullName, "power") },
        };
        _key = new DaemonKey(Settings.Folders);
        _database = BootDatabase.Open(_folder.FullName);
        Appliance = new ApplianceWriter(
            _database.Appliance, new ApplianceStart(Inventory.Empty(Frontend), 0), TimeProvider.System, NullLogger<ApplianceWriter>.Instance);
        Events = new BootEventWriter(_database.Events, TimeProvider.System, NullLogger<BootEventWriter>.Instance);
        var catalog = CommandCatalog.From(this);
        _runner = new CommandRunner(catalog, Appliance, TimeProvider.System);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var certificate = AdminCertificate.Open(Settings.Admin, Settings.DataDirectory, Frontend, TimeProvider.System.GetUtcNow());
        _certificate = certificate.Leaf.GetCertHashString();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(
                kestrel => Listeners.Configure(kestrel, Settings, Frontend, kestrel.ApplicationServices.GetRequiredService<NodeConnections>(), certificate));
        builder.Services.AddSingleton(Settings).AddSingleton(Settings.Folders).AddSingleton(Settings.Http).AddSingleton(Settings.Admin)
            .AddSingleton(Settings.Doors).AddSingleton<Strangers>().AddSingleton(Frontend).AddSingleton<IAppliance>(Appliance).AddSingleton(Events)
            .AddSingleton(TimeProvider.System)
            .AddRoutingCore().AddSingleton(new SocketStore(null, [])).AddNodeHttp().AddSingleton<CommandRunner>().AddSingleton<CommandEndpoints>()
            .AddSingleton<LookEndpoints>().AddSingleton<AdminDoor>().AddSingleton<WrongTokens>().AddSingleton<BrowserSessions>()
            .AddSingleton<DashboardEndpoints>().AddBoard().AddSingleton<IHostStates>(_ => (IHostStates)GetService(typeof(IHostStates))!)
            .AddDaemonMetrics().AddSingleton<Readiness>().AddSingleton(ServedPorts.Of(new DhcpSettings(), new TftpSettings(), Settings.Http))
            .AddSingleton(catalog).AddLogging();
        if (oidc is not null)
        {
            OidcLogin.Add(builder.Services, oidc);
        }

        _web = builder.Build();
        _web.UseRouting();
        _web.UseListenerSides();
        _web.Use(_web.Services.GetRequiredService<AdminDoor>().PassAsync);
        _web.MapSide(ListenerSide.Nodes).MapGet("/install/probe", () => "a node's");
        _web.MapAdmin();
        if (oidc is not null)
        {
            _web.Services.GetRequiredService<OidcLogin>().Map(_web);
        }
    }

    public DaemonSettings Settings { get; }

    public ApplianceWriter Appliance { get; }

    public BootEventWriter Events { get; }

    public string Folder => _folder.FullName;

    public Uri Tls => new($"https://{Settings.Admin.Listen}");

    public Uri Nodes { get; private set; } = null!;

    public static async Task<AdminSite> StartAsync(CancellationToken cancel, OidcSettings? oidc = null)
    {
        var site = new AdminSite(FreePlace().ToString(), oidc);
        await site.Appliance.StartAsync(cancel);
        await site.Events.StartAsync(cancel);
        await site._web.StartAsync(cancel);
        site.Nodes = new Uri(site._web.Urls.First(url => url.StartsWith("http://127", StringComparison.Ordinal)));
        await site.CommitAsync(
        [
            .. Core.Hosts.Appliance.BuiltIn.Select(builtIn => new Change.ApplianceSet(builtIn)),
            new Change.PalletSet(
                new Pallet(new PalletKey("CentOS", "6.6", "redhat", "x86_64")) { Kernel = "vmlinuz", Initrd = "initrd.img", Boxes = ["default"] }),
        ]);
        return site;
    }

    // Below the ports that the kernel gives to whoever connects: one of those may be taken again before it is listened on.
    private static IPEndPoint FreePlace()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
            try
            {
                probe.Start();
                return (IPEndPoint)probe.LocalEndpoint;
            }
            catch (SocketException)
            {
                // Taken: another is drawn.
            }
        }
    }

    /// <summary>A client of the TLS side that shows a token, or none.</summary>
    public HttpClient Client(string? key = null, Uri? at = null)
    {
        // The certificate is the site's own.
        var handler =
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate }
            };
        var client = new HttpClient(handler) { BaseAddress = at ?? Tls };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        }

        return client;
    }

    /// <summary>A client of the TLS side that keeps cookies, as a browser does; where it is sent is for who drives it to see.</summary>
    public HttpClient Browser() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate },
    })
    { BaseAddress = Tls };

    /// <summary>A client of the Unix socket.</summary>
    public HttpClient SocketClient() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Settings.Admin.Socket), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://bootservice") };

    /// <summary>Types a command on the socket; gives what it says.</summary>
    public async Task<string> TypeAsync(string line)
    {
        var output = new Commands.Tests.Support.RecordedOutput();
        var end = await _runner.RunAsync(new CommandInput(line.Split(' ')), output, CancellationToken.None);
        Xunit.Assert.True(end == CommandEnd.Done, end.Sentence);
        return string.Join('\n', output.Messages);
    }

    public Task CommitAsync(IEnumerable<Change> changes) => Appliance.CommitAsync(_ => new Proposal<bool>(true, [.. changes]), CancellationToken.None);

    public async Task SignalAsync(string host, params AttemptSignal[] signals)
    {
        foreach (var signal in signals)
        {
            await Appliance.CommitAsync(
                inventory => new Proposal<bool>(
                    true, [.. AttemptLedger.Changes(inventory, inventory.AttemptOf(HostName.Parse(host))!, signal, TimeProvider.System.GetUtcNow())]),
                        CancellationToken.None);
        }
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

    public async IAsyncEnumerable<Rehearsed> RunAsync(Host host, string firmware, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Yield();
        yield return new Rehearsed.Step(BootStage.Dhcp, "OFFER", StepVerdict.Ok, null) { Took = TimeSpan.FromMilliseconds(2.1) };
        yield return new Rehearsed.Result(true, null);
    }

    public object? GetService(Type serviceType) => serviceType switch
    {
        _ when serviceType.IsInstanceOfType(this) => this,
        _ when serviceType.IsInstanceOfType(_database.Events) => _database.Events,
        _ when serviceType.IsInstanceOfType(_database.Audit) => _database.Audit,
        _ when serviceType == typeof(IApplianceStore) => _database.Appliance,
        _ when serviceType == typeof(IFrontends) =>
            new FrontendList(Appliance, new FrontendIdentity(Frontend.Name, "0", TimeProvider.System.GetUtcNow(), IsAlone: true)),
        _ when serviceType.IsInstanceOfType(Events) => Events,
        _ when serviceType == typeof(IPowerSwitch) => new PowerSwitch(Settings.Power, _key),
        _ when serviceType == typeof(IHostStates) => new HostStates(Appliance, Events, _database.Events, TimeProvider.System, NullLogger<HostStates>.Instance),
        _ when serviceType == typeof(IServerWatch) => new ServerWatch(new DhcpSettings(), Appliance, TimeProvider.System, NullLogger<ServerWatch>.Instance),
        _ when serviceType == typeof(PalletFolder) => new PalletFolder(_folder.FullName),
        _ when serviceType.IsInterface => DispatchProxy.Create(serviceType, typeof(SilentPort)),
        _ => serviceType.GetConstructors()[0].Invoke([.. serviceType.GetConstructors()[0].GetParameters().Select(parameter => (object)_folder.FullName)]),
    };

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await Events.StopAsync(CancellationToken.None);
        await Appliance.StopAsync(CancellationToken.None);
        _database.Dispose();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }
}
