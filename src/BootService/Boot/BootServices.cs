using BootService.Commands.Ports;
using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Files;
using BootService.Installs;

namespace BootService.Boot;

/// <summary>Registers the boot root.</summary>
internal static class BootServices
{
    /// <summary>Adds its files, and what the roads of a boot tell each other.</summary>
    public static IServiceCollection AddBootFiles(this IServiceCollection services) => services
        .AddSingleton(provider => new MachineSightings(DhcpMoment.Now(provider.GetRequiredService<TimeProvider>()).Milliseconds))
        .AddSingleton<BootLibrary>()
        .AddSingleton<IBootFileNames>(provider => provider.GetRequiredService<BootLibrary>())
        .AddSingleton<BootAskers>();

    /// <summary>Adds the boot root of a frontend to them.</summary>
    public static IServiceCollection AddBootRoot(this IServiceCollection services) => services
        .AddSingleton<FirmwareWatch>()
        .AddSingleton<IFirmwareWatch>(provider => provider.GetRequiredService<FirmwareWatch>())
        .AddSingleton<BootConsequences>()
        .AddSingleton<IBootFiles, BootRoot>();
}
