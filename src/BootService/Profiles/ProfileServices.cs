using BootService.Commands;
using BootService.Commands.Ports;
using BootService.Core.Profiles;
using BootService.Rehearsals;
using BootService.Settings;

namespace BootService.Profiles;

/// <summary>Puts the rendering of profiles into the host.</summary>
internal static class ProfileServices
{
    /// <summary>Registers <see cref="IProfiles"/> and <see cref="IInstallArming"/>. Needs <see cref="DaemonSettings"/>, the boot files, <see cref="TimeProvider"/> and, once something is rendered, <see cref="CommandRunner"/>.</summary>
    public static IServiceCollection AddProfiles(this IServiceCollection services, ProfileSettings settings) => services
        .AddSingleton<NodeFolders>()
        .AddSingleton<NodeTemplates>()
        .AddSingleton<Repositories>()
        .AddSingleton<INodeRunner>(provider => settings.AllowEval
            ? new NodeRunner(settings, provider.GetRequiredService<CommandRunner>, provider.GetRequiredService<TimeProvider>())
            : new NoNodeRunner())
        .AddSingleton<ProfileDesk>()
        .AddSingleton<IProfiles>(provider => provider.GetRequiredService<ProfileDesk>())
        .AddSingleton<FileDigests>()
        .AddSingleton<QuietRehearsal>()
        .AddSingleton<IInstallArming, InstallArming>();
}
