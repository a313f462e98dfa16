using BootService.Commands.Ports;

namespace BootService.Rehearsals;

/// <summary>Registers rehearsals.</summary>
internal static class RehearsalServices
{
    /// <summary>Adds them. They take from the container the settings, the appliance, the profiles and the time.</summary>
    public static IServiceCollection AddRehearsals(this IServiceCollection services) => services
        .AddSingleton<RunningRehearsal>()
        .AddSingleton<IBootRehearsal, BootRehearsal>();
}
