using BootService.Commands.Ports;

namespace BootService.Doctor;

/// <summary>Registers the doctor.</summary>
internal static class DoctorServices
{
    /// <summary>Adds it. It takes from the container the settings, the appliance, the loaders and the time.</summary>
    public static IServiceCollection AddDoctor(this IServiceCollection services) => services
        .AddSingleton<INetworkDoctor, NetworkDoctor>()
        .AddHostedService<StartExamination>();
}
