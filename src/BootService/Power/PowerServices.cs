using BootService.Commands.Ports;

namespace BootService.Power;

/// <summary>Registers the hand on machines' power switches.</summary>
internal static class PowerServices
{
    /// <summary>Adds it. It takes from the container the settings and the time.</summary>
    public static IServiceCollection AddPower(this IServiceCollection services) => services
        .AddSingleton<DaemonKey>()
        .AddSingleton<IPowerSwitch, PowerSwitch>();
}
