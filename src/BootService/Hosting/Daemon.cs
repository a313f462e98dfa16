using System.Net.Sockets;
using BootService.Admin;
using BootService.Appliances;
using BootService.Backups;
using BootService.Boot;
using BootService.Commands.Ports;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Dns;
using BootService.Doctor;
using BootService.Doors;
using BootService.Events;
using BootService.Firmware;
using BootService.Http;
using BootService.Installs;
using BootService.Interfaces;
using BootService.Ipv6;
using BootService.Media.Pallets;
using BootService.Media.Signing;
using BootService.Net;
using BootService.Observability;
using BootService.Oidc;
using BootService.Pallets;
using BootService.Power;
using BootService.Profiles;
using BootService.Protocols.Net;
using BootService.Rehearsals;
using BootService.Relays;
using BootService.Settings;
using BootService.Storage;
using BootService.Tftp;
using BootService.Traces;
using BootService.Upstream;
using BootService.Webhooks;

namespace BootService.Hosting;

/// <summary>The daemon put together: settings, state, listeners. Everything that can be wrong is found before the first listener answers.</summary>
internal static class Daemon
{
    /// <summary>How long a stop may take; what was acknowledged is on disk whether or not it is enough.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Runs until SIGTERM or SIGINT.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="SettingsException">Settings are wrong.</exception>
    /// <exception cref="StartException">Something on this machine stands in the way.</exception>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var hangUp = new HangUp();
        using var sockets = SocketStore.FromSystemd();
        var mayBeNew = arguments.Contains(Errand.NewFrontend, StringComparer.Ordinal);
        arguments = [.. arguments.Where(argument => argument != Errand.NewFrontend)];
        var settings = ReadSettings(arguments);
        var frontend = BootInterface.Find(settings.Interface, settings.Http.Port);
        if (ListenerTrial.WhyNotEach(settings, frontend) is { } alike)
        {
            throw new SettingsException([alike]);
        }

        var loaders = LoaderLibrary.Open(settings.BootFilesDirectory);
        FirstStart.MakeFolders(settings);
        foreach (var link in frontend.All.DistinctBy(link => link.Interface))
        {
            if (ListenerTrial.WhyNoHttp(settings.Http, link, sockets) is { } fault)
            {
                throw new StartException(fault);
            }
        }

        // A further address of an interface may be another program's; ours is what is free.
        var firsts = frontend.All.DistinctBy(link => link.Interface).ToHashSet();
        frontend = frontend with
        {
            Others = [.. frontend.Others.Where(link => firsts.Contains(link) || ListenerTrial.WhyNoHttp(settings.Http, link, sockets) is null)],
        };

        if (settings.Frontend.Service is not null)
        {
            frontend = BootInterface.Look(WithService(frontend, settings.Frontend.ServiceAddress)).Frontend;
        }

        var tlsPort = settings.Http is { Enabled: true } http ? http.TlsPort : 0;
        frontend = frontend with { HttpsPort = tlsPort, Others = [.. frontend.Others.Select(other => other with { HttpsPort = tlsPort })] };
        var (served, whyNoNames) = WithNames(settings, frontend);
        frontend = served;
        AdminSocket.Prepare(settings.Admin.Socket);
        if (ListenerTrial.WhyNoAdmin(settings.Admin) is { } whyNoAdmin)
        {
            throw new StartException(whyNoAdmin);
        }

        var here = new FrontendIdentity(
            settings.Frontend.Name ?? frontend.Name, Commands.Descriptions.Version, TimeProvider.System.GetUtcNow(), IsAlone: settings.Frontend.Name is null,
            settings.Frontend.Service is null ? null : settings.Frontend.ServiceAddress);
        if (settings.IsRelay)
        {
            here = here with { IsAlone = true };
        }

        using var database = settings.IsRelay
            ? RelaySide.Open(settings, frontend)
            : Databases.Open(settings.Database, settings.DataDirectory, here, frontend.Address, mayBeNew);
        if (!settings.IsRelay)
        {
            database.Kept = settings.Keep.Rows;
        }

        if (settings.IsRelay || (database.Shared is not null && !here.IsAlone))
        {
            frontend = frontend with { Peers = PeerFrontends.Of(here.Name) };
        }

        await using var app = Build(settings, frontend, here, loaders, (database, await database.Appliance.LoadAsync(CancellationToken.None)), sockets);
        if (!await StartAsync(app))
        {
            return 0;
        }

        sockets.ForgetTheRest();
        AdminSocket.Protect(settings.Admin.Socket);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true); // what only the start needed is given back
        var report = app.Services.GetRequiredService<StartReport>();
        report.Ready(whyNoNames, app.Services.GetService<AdminTls>());
        var reload = app.Services.GetRequiredService<SettingsReload>();
        hangUp.Then(() => reload.Run(() => ReadSettings(arguments)));
        try
        {
            await app.WaitForShutdownAsync();
        }
        catch (Exception fault) when (IsImpatience(fault))
        {
            report.CutShort(Patience);
        }

        return 0;
    }

    /// <summary>Starts all parts.</summary>
    /// <returns>False when a stop came before they had started: a service that is restarted twice, or given up in its midst, has no defect.</returns>
    /// <exception cref="StartException">A listener could not be opened.</exception>
    internal static async Task<bool> StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
            return true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception fault)
        {
            // The host drops what has begun already. Unless it is stopping it takes that for a defect of each part, and tells where in the code it was.
            app.Lifetime.StopApplication();
            if (fault is IOException or SocketException)
            {
                throw new StartException(fault.Message.ReplaceLineEndings(" ").TrimEnd('.'));
            }

            throw;
        }
    }

    // The host tells so of whatever had not stopped within its patience. That is no fault of the program: what was acknowledged is on disk.
    private static bool IsImpatience(Exception fault) =>
        fault is OperationCanceledException || (fault is AggregateException several && several.InnerExceptions.All(IsImpatience));

    /// <summary>Puts a frontend back from its backup, while no daemon runs.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="arguments">Settings, as a daemon takes them.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="SettingsException">Settings are wrong.</exception>
    /// <exception cref="StorageException">The copy is no good, or a folder is in use or cannot be written.</exception>
    public static async Task<int> RestoreAsync(string copy, string[] arguments)
    {
        var settings = ReadSettings(arguments);
        if (settings.Database.Connection is not null)
        {
            throw new StorageException(
                "a copy is put back into a file of SQLite, and Database:Connection names a server: restore into a data directory of its own "
                    + "(\"--Database:Connection=\" left out), "
                + "start there, and \"stack copy database to=...\" from it into an empty database of the server");
        }

        var restore = new FrontendRestore(
            file => ReadSettings(file is null ? arguments : [.. arguments, $"--config={file}"]).Files,
            names => BootInterface.Find(settings.Interface ?? names, settings.Http.Port), TimeProvider.System);
        foreach (var sentence in await restore.RunAsync(copy))
        {
            StandardOutput.Say(sentence);
        }

        return 0;
    }

    /// <summary>Goes through a start without one, and says what it finds.</summary>
    /// <param name="arguments">Settings, as a daemon takes them.</param>
    /// <returns>The exit code: 1 when a start would fail, or serve less than it is set to.</returns>
    /// <exception cref="SettingsException">Settings are wrong.</exception>
    public static async Task<int> CheckAsync(string[] arguments)
    {
        var findings = await new StartTrial(ReadSettings(arguments)).RunAsync(CancellationToken.None);
        foreach (var finding in findings)
        {
            StandardOutput.Say($"{(finding.IsWrong ? "wrong" : "ok"),-6} {finding.What,-12} {finding.Result}");
        }

        return findings.Any(finding => finding.IsWrong) ? 1 : 0;
    }

    /// <summary>All keys there are.</summary>
    public static IReadOnlyList<SettingKey> Keys => SettingsCatalog.Of(typeof(DaemonSettings));

    private static DaemonSettings ReadSettings(string[] arguments)
    {
        var (configuration, sources) = SettingsSources.Merge(arguments, Environment.GetEnvironmentVariables(), Checkout.BootFiles());
        var (settings, values) = SettingsReader.Read<DaemonSettings>(configuration);
        settings.SettingsFile = SettingsSources.FileIn(arguments);
        return sources.Count + values.Count == 0 ? settings : throw new SettingsException([.. sources, .. values]);
    }

    private static WebApplication Build(
        DaemonSettings settings, Frontend frontend, FrontendIdentity here, LoaderLibrary loaders, (BootDatabase Database, StoredState State) stored,
        SocketStore sockets)
    {
        var tls = settings.Admin.Address is null && frontend.HttpsPort == 0
            ? null
            : AdminCertificate.Open(settings.Admin, settings.DataDirectory, frontend, TimeProvider.System.GetUtcNow());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "bootservice" });
        builder.AddDaemonLogging(settings.Log.Level);
        // Before AddNodeHttp: Kestrel takes the last transport that can, and brings its own only where there is none yet.
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(
                kestrel => Listeners.Configure(kestrel, settings, frontend, kestrel.ApplicationServices.GetRequiredService<NodeConnections>(), tls));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Patience);
        builder.Services
            .AddSystemdReadiness()
            .AddSettings(settings, frontend)
            .AddSingleton(frontend)
            .AddSingleton(here)
            .AddSingleton(loaders)
            .AddSingleton(TimeProvider.System)
            .AddRoutingCore()
            .AddAppliance(stored.Database, Inventory.Empty(frontend).With(stored.State.Changes), stored.State.Version, stored.State.IsFresh);
        if (!settings.IsRelay)
        {
            builder.Services.AddFrontendStart();
        }

        builder.Services
            .AddSingleton<IWholeBackup, WholeBackup>()
            .AddInstalls(settings)
            .AddRehearsals()
            .AddDoctor(settings.CheckAtStart)
            .AddPower()
            .AddWebhooks()
            .AddDhcp()
            .AddSingleton<BootlessIpv6>()
            .AddSingleton<IFollowLinks>(provider => provider.GetRequiredService<BootlessIpv6>())
            .AddHostedService(provider => provider.GetRequiredService<BootlessIpv6>())
            .AddDns()
            .AddTftp(settings.Tftp, LinkOf(frontend) with { Others = [.. frontend.Others.Select(LinkOf)] })
            .AddSingleton(sockets)
            .AddNodeHttp()
            .AddSingleton<FrontendWatch>()
            .AddHostedService(provider => provider.GetRequiredService<FrontendWatch>())
            .AddAdmin()
            .AddDaemonMetrics()
            .AddFleetMetrics()
            .AddSingleton<StartReport>()
            .AddSingleton<SettingsReload>();
        _ = stored.Database is RelayDatabase upstream ? builder.Services.AddRelaySide(upstream) : builder.Services.AddFrontendSide(stored.Database, here);
        if (tls is not null)
        {
            builder.Services.AddSingleton(tls).AddSingleton<IFollowLinks, CertificateLinks>();
        }

        if (settings.Oidc.Authority is not null)
        {
            OidcLogin.Add(builder.Services, settings.Oidc);
        }

        if (settings.Traces.Endpoint is not null)
        {
            InstallTraces.Add(builder.Services, settings.Traces);
        }

        var app = builder.Build();
        app.UseRequestClock();
        app.UseCutRequests();
        app.UseFoldedPath();
        app.UseRouting();
        app.UseListenerSides();
        app.Use(app.Services.GetRequiredService<AdminDoor>().PassAsync);
        if (app.Services.GetService<RelayEndpoints>() is { } relays)
        {
            app.Use(relays.PassAsync);
            app.MapFrontendSide(app.MapNodeHttp());
        }
        else
        {
            app.MapRelaySide(app.MapNodeHttp());
        }

        app.MapAdmin();
        if (settings.Oidc.Authority is not null)
        {
            app.Services.GetRequiredService<OidcLogin>().Map(app);
        }

        return app;
    }

    /// <summary>Each part gets what is its own; the whole is the composition's.</summary>
    private static IServiceCollection AddSettings(this IServiceCollection services, DaemonSettings settings, Frontend frontend) => services
        .AddSingleton(settings)
        .AddSingleton(settings.Folders)
        .AddSingleton(settings.Files)
        .AddSingleton(settings.Discovery)
        .AddSingleton(settings.Doors)
        .AddSingleton<Strangers>()
        .AddSingleton(settings.Admin)
        .AddSingleton(settings.Backup)
        .AddSingleton(settings.Database)
        .AddSingleton(settings.Dhcp)
        .AddSingleton(settings.Http)
        .AddSingleton(settings.Dns)
        .AddSingleton(settings.Power)
        .AddSingleton(ServedPorts.Of(settings.Dhcp, settings.Tftp, settings.Http, frontend.ServesNames ? settings.Dns.Port : 0))
        .AddSingleton(new ServicePorts((ushort)settings.Dhcp.Port, settings.Dhcp.BootServerPort, (ushort)settings.Tftp.Port));

    private static IServiceCollection AddInstalls(this IServiceCollection services, DaemonSettings settings)
    {
        services
            .AddProfiles(settings.Profiles, settings.Dhcp is { Enabled: true, Mode: DhcpMode.Authoritative })
            .AddSingleton(new PalletFolder(settings.Folders.PalletsDirectory))
            .AddSingleton(new ArchiveKeyFile(Path.Combine(settings.Folders.DataDirectory, "archive.key")))
            .AddSingleton<PalletFiles>()
            .AddSingleton<EventAllowance>()
            .AddHostedService<EventMetrics>()
            .AddSingleton<IBootEvents, NamedBootEvents>()
            .AddBootFiles();
        return settings.IsRelay ? services : services.AddFrontendInstalls();
    }

    /// <summary>Names are served where that is asked for, and otherwise where nothing stands in the way; then it is said what did.</summary>
    private static (Frontend Frontend, string? WhyNot) WithNames(DaemonSettings settings, Frontend frontend)
    {
        var whyNot = settings.Dns.IsWanted(settings.Dhcp) ? DnsServer.WhyNot(settings.Dns, frontend) : null;
        if (whyNot is not null && settings.Dns.Enabled is true)
        {
            throw new StartException(whyNot);
        }

        var serves = settings.Dns.IsWanted(settings.Dhcp) && whyNot is null;
        return (frontend with { ServesNames = serves, Others = [.. frontend.Others.Select(other => other with { ServesNames = serves })] }, whyNot);
    }

    private static Frontend WithService(Frontend frontend, Ipv4 service) => frontend.All.Any(link => link.Subnet.IsHost(service))
        ? frontend with { Service = service }
        : throw new StartException(
            $"Frontend:Service is {service}, which is no machine's address in {string.Join(" or ", frontend.All.Select(link => link.Subnet))}, the boot "
                + "network of this frontend: set it to a free address there");

    private static TftpLink LinkOf(Frontend frontend) => new(frontend.Address, frontend.Mtu);
}
