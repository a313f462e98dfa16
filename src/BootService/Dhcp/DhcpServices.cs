using BootService.Interfaces;

namespace BootService.Dhcp;

/// <summary>Registers the DHCP server.</summary>
internal static class DhcpServices
{
    /// <summary>Adds the server. It takes from the container the settings, the appliance, the events and the time.</summary>
    public static IServiceCollection AddDhcp(this IServiceCollection services) => services
        .AddSingleton<DhcpServer>()
        .AddSingleton<IFollowLinks>(provider => provider.GetRequiredService<DhcpServer>())
        .AddHostedService(provider => provider.GetRequiredService<DhcpServer>())
        .AddHostedService<DhcpMetrics>();
}
