using BootService.Commands.Ports;

namespace BootService.Doctor;

/// <summary>Registers the doctor.</summary>
internal static class DoctorServices
{
    /// <summary>Adds it. It takes from the container what is served, the appliance, the loaders and the time.</summary>
    /// <param name="services">The container.</param>
    /// <param name="atStart">Whether the checks are made at the start, which asks the segment for other DHCP servers.</param>
    public static IServiceCollection AddDoctor(this IServiceCollection services, bool atStart)
    {
        services.AddSingleton<INetworkDoctor, NetworkDoctor>().AddSingleton<IClusterDoctor, ClusterDoctor>().AddSingleton<Readiness>()
            .AddSingleton<ServerWatch>()
            .AddSingleton<IServerWatch>(provider => provider.GetRequiredService<ServerWatch>())
            .AddHostedService(provider => provider.GetRequiredService<ServerWatch>());
        return atStart ? services.AddHostedService<StartExamination>() : services;
    }
}
