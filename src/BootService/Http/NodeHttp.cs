using BootService.Doors;
using BootService.Http.Transport;
using BootService.Interfaces;
using Microsoft.AspNetCore.Connections;

namespace BootService.Http;

/// <summary>The nodes' side of HTTP.</summary>
internal static class NodeHttp
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddNodeHttp(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<HttpSettings>().Limits)
        .AddSingleton<NodeHttpCounters>()
        .AddSingleton<NodeTransport>()
        .AddSingleton<IConnectionListenerFactory>(provider => provider.GetRequiredService<NodeTransport>())
        .AddSingleton<IFollowLinks>(provider => provider.GetRequiredService<NodeTransport>())
        .AddHostedService<NodeDrain>()
        .AddSingleton<NodeConnections>()
        .AddSingleton<NodeFileResponder>()
        .AddSingleton<NodeFileEndpoints>();

    /// <summary>Maps the files that every daemon gives out itself.</summary>
    /// <returns>The nodes' side, for the rest.</returns>
    public static IEndpointRouteBuilder MapNodeHttp(this IEndpointRouteBuilder routes)
    {
        var nodes = routes.MapSide(ListenerSide.Nodes);
        routes.ServiceProvider.GetRequiredService<NodeFileEndpoints>().Map(nodes);
        return nodes;
    }
}
