using BootService.Commands.Ports;

namespace BootService.Webhooks;

/// <summary>Puts the webhooks into the host.</summary>
internal static class WebhookServices
{
    /// <summary>Registers <see cref="IWebhookPost"/>. The appliance, events and the watch for other servers come from elsewhere.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton<WebhookPost>()
        .AddSingleton<IWebhookPost>(provider => provider.GetRequiredService<WebhookPost>())
        .AddHostedService(provider => provider.GetRequiredService<WebhookPost>())
        .AddHostedService<WebhookMetrics>();
}
