using BootService.Appliances;
using BootService.Commands.Ports;
using BootService.Core.Stores;
using BootService.Media.Pallets;
using BootService.Pallets;
using BootService.Profiles;
using BootService.Sites;
using BootService.Storage;

namespace BootService.Hosting;

/// <summary>Puts into the host what keeps the disks of frontends alike that share a database.</summary>
internal static class SharedFiles
{
    /// <summary>
    /// Registers it, in the place of what a frontend alone has of <see cref="IInstallArming"/> and <see cref="IPalletImport"/>: call it after those are.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="database">The database.</param>
    /// <param name="here">Who this frontend is.</param>
    public static IServiceCollection AddSharedFiles(this IServiceCollection services, BootDatabase database, FrontendIdentity here)
    {
        services.AddSingleton<SiteFolder>().AddSingleton<PalletHolders>()
            .AddSingleton<IPalletHolders>(provider => provider.GetRequiredService<PalletHolders>())
            .AddSingleton<IFilePush, SitePush>();
        return database is not { Sites: { } sites, Pallets: { } pallets } || here.IsAlone
            ? services
            : services
                .AddSingleton(sites)
                .AddSingleton<SiteTaking>()
                .AddSingleton<SiteWatch>()
                .AddHostedService(provider => provider.GetRequiredService<SiteWatch>())
                .AddSingleton<InstallArming>()
                .AddSingleton<IInstallArming>(
                    provider => ActivatorUtilities.CreateInstance<AgreedArming>(provider, provider.GetRequiredService<InstallArming>()))
                .AddPalletSharing(pallets);
    }

    /// <summary>Registers what fetches pallets from others and gives them out meanwhile.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="pallets">What lies in pallets.</param>
    public static IServiceCollection AddPalletSharing(this IServiceCollection services, ISharedPallets pallets) => services
        .AddSingleton(pallets)
        .AddSingleton<PalletReading>()
        .AddSingleton<HeldPallets>()
        .AddSingleton<ArrivingPallets>()
        .AddSingleton<PeerFiles>()
        .AddSingleton<PalletImport>()
        .AddSingleton<SharedPalletImport>()
        .AddSingleton<IPalletImport>(provider => provider.GetRequiredService<SharedPalletImport>())
        .AddSingleton<PalletSharing>()
        .AddHostedService(provider => provider.GetRequiredService<PalletSharing>());
}
