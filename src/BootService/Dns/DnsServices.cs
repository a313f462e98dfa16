using BootService.Interfaces;

namespace BootService.Dns;

/// <summary>Registers the name server.</summary>
internal static class DnsServices
{
    /// <summary>Adds the server and its metrics.</summary>
    public static IServiceCollection AddDns(this IServiceCollection services) => services
        .AddSingleton<DnsServer>()
        .AddSingleton<IFollowLinks>(provider => provider.GetRequiredService<DnsServer>())
        .AddHostedService(provider => provider.GetRequiredService<DnsServer>())
        .AddHostedService<DnsMetrics>();
}
