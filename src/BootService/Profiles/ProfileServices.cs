using BootService.Commands;
using BootService.Commands.Ports;
using BootService.Core.Boot;
using BootService.Core.Installs;
using BootService.Core.Profiles;
using BootService.Media.Packages;
using BootService.Rehearsals;

namespace BootService.Profiles;

/// <summary>Puts the rendering of profiles into the host.</summary>
internal static class ProfileServices
{
    /// <summary>
    /// Registers <see cref="IProfiles"/> and <see cref="IInstallArming"/>. Needs <see cref="Settings.DataFolders"/>, the boot files, <see
    /// cref="TimeProvider"/> and, once something is rendered, <see cref="CommandRunner"/>.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="settings">What node XML may do.</param>
    /// <param name="givesAddresses">Whether our own DHCP server gives machines their addresses.</param>
    public static IServiceCollection AddProfiles(this IServiceCollection services, ProfileSettings settings, bool givesAddresses) => services
        .AddSingleton<NodeFolders>()
        .AddSingleton<NodeTemplates>()
        .AddSingleton<PackageIndexes>()
        .AddSingleton<IPackagePlaces, Repositories>()
        .AddSingleton<INodeRunner>(provider => settings.AllowEval
            ? new NodeRunner(settings, provider.GetRequiredService<CommandRunner>, provider.GetRequiredService<TimeProvider>())
            : NoNodeRunner.SwitchedOff)
        .AddSingleton<ProfilePreviews>()
        .AddSingleton<IProfiles>(provider => provider.GetRequiredService<ProfilePreviews>())
        .AddSingleton<FileDigests>()
        .AddSingleton<IBootPieces, BootPieces>()
        .AddSingleton(provider => new QuietRehearsal(provider.GetRequiredService<IBootPieces>(), givesAddresses))
        .AddSingleton<IInstallArming, InstallArming>();
}
