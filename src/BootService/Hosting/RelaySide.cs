using BootService.Commands.Ports;
using BootService.Core.Boot;
using BootService.Core.Networks;
using BootService.Dhcp;
using BootService.Files;
using BootService.Pallets;
using BootService.Settings;
using BootService.Sites;
using BootService.Upstream;

namespace BootService.Hosting;

/// <summary>What a relay has in the place of <see cref="FrontendSide"/>: ways to ask frontends.</summary>
internal static class RelaySide
{
    /// <summary>Makes ready what a relay has in the place of a database; nobody is asked yet.</summary>
    /// <exception cref="StartException">The certificates of the frontends cannot be read.</exception>
    public static RelayDatabase Open(DaemonSettings settings, Frontend frontend) => new(
        new UpstreamLine(settings.Upstreams, settings.Relay),
        RelayIdentity.Of(settings.Frontend.Name ?? frontend.Name, Commands.Descriptions.Version, frontend), settings.DataDirectory, TimeProvider.System);

    /// <summary>Registers it, in the place of what a frontend has of some: call it last.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="database">What it knows.</param>
    public static IServiceCollection AddRelaySide(this IServiceCollection services, RelayDatabase database) => services
        .AddSingleton(database)
        .AddSingleton(database.Line)
        .AddSingleton(new ChangesElsewhere($"a frontend ({database.Line.All})"))
        .AddHostedService<UpstreamWatch>()
        .AddSingleton<IClusterDoctor, RelayDoctor>()
        .AddSingleton<IFirmwareWatch, RelayFirmware>()
        .AddSingleton<IDhcpServers, RelayServers>()
        .AddSingleton<RelayedConfigurations>()
        .AddSingleton<IBootFiles, RelayBootRoot>()
        .AddSingleton<RelayedInstalls>()
        .AddSingleton<SiteFolder>()
        .AddSingleton<IFilePush, SitePush>()
        .AddSingleton<PalletHolders>()
        .AddSingleton<IPalletHolders>(provider => provider.GetRequiredService<PalletHolders>())
        .AddPalletSharing(database.Pallets);

    /// <summary>Maps what is passed on to frontends.</summary>
    /// <param name="app">The daemon.</param>
    /// <param name="nodes">The nodes' side.</param>
    public static void MapRelaySide(this WebApplication app, IEndpointRouteBuilder nodes) =>
        app.Services.GetRequiredService<RelayedInstalls>().Map(nodes);
}
