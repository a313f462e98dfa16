using BootService.Appliances;

namespace BootService.Relays;

/// <summary>Puts into the host what relays ask of a frontend.</summary>
internal static class RelayServices
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddRelays(this IServiceCollection services) => services
        .AddSingleton<RelaysSeen>()
        .AddSingleton<RelayFeed>()
        .AddSingleton<RelayEndpoints>();
}
