using BootService.Appliances;
using BootService.Boot;
using BootService.Commands.Ports;
using BootService.Http;
using BootService.Installs;
using BootService.Relays;
using BootService.Storage;

namespace BootService.Hosting;

/// <summary>What a frontend has and a relay has not: whatever changes the state, and decides on installs.</summary>
internal static class FrontendSide
{
    /// <summary>Registers what begins with the state: nothing else is served before it was there.</summary>
    public static IServiceCollection AddFrontendStart(this IServiceCollection services) => services
        .AddHostedService<FirstStart>()
        .AddSingleton<FrontendKeyWatch>()
        .AddHostedService(provider => provider.GetRequiredService<FrontendKeyWatch>())
        .AddHostedService<DailyBackup>();

    /// <summary>Registers what takes note of installs, which ends after the servers whose notes it takes.</summary>
    public static IServiceCollection AddFrontendInstalls(this IServiceCollection services) => services
        .AddSingleton<AttemptProgress>()
        .AddSingleton<SecretWatch>()
        .AddBootRoot()
        .AddHostedService(provider => provider.GetRequiredService<AttemptProgress>())
        .AddHostedService<MachineDiscovery>()
        .AddHostedService<LoaderLearning>();

    /// <summary>Registers the rest, in the place of what was registered before.</summary>
    /// <param name="services">The host's services, those of <see cref="Daemon"/> among them.</param>
    /// <param name="database">The database.</param>
    /// <param name="here">Who this frontend is.</param>
    public static IServiceCollection AddFrontendSide(this IServiceCollection services, BootDatabase database, FrontendIdentity here) => services
        .AddSingleton<InstallEndpoints>()
        .AddRelays()
        .AddSharedFiles(database, here)
        .AddKeyedArming();

    /// <summary>Puts the keys of this machine's root before all else that arms.</summary>
    private static IServiceCollection AddKeyedArming(this IServiceCollection services)
    {
        var arming = services.Last(service => service.ServiceType == typeof(IInstallArming));
        return services.AddSingleton<IInstallArming>(provider => new KeyedArming(
            (IInstallArming)(arming.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, arming.ImplementationType!)),
            provider.GetRequiredService<FrontendKeyWatch>()));
    }

    /// <summary>Maps what nodes and relays ask of installs.</summary>
    /// <param name="app">The daemon.</param>
    /// <param name="nodes">The nodes' side.</param>
    public static void MapFrontendSide(this WebApplication app, IEndpointRouteBuilder nodes)
    {
        var installs = app.Services.GetRequiredService<InstallEndpoints>();
        installs.Map(nodes);
        app.Services.GetRequiredService<NodeFileEndpoints>().MapCarts(nodes);
        app.Services.GetRequiredService<RelayEndpoints>().Map(app, installs);
    }
}
