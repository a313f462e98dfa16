using BootService.Commands.Ports;
using BootService.Core.Webhooks;

namespace BootService.Commands.Tests.Support;

/// <summary>Keeps what webhooks were sent, and says of them what the test wants.</summary>
internal sealed class RecordedPost : IWebhookPost
{
    public List<(string Webhook, WebhookMessage Message)> Sent { get; } = [];

    /// <summary>Why nothing is taken; null for it is.</summary>
    public string? Fault { get; set; }

    public WebhookStanding Standing { get; set; } = WebhookStanding.Untried;

    public WebhookStanding Of(string name) => Standing;

    public Task<string?> SendAsync(Webhook webhook, WebhookMessage message, CancellationToken cancel)
    {
        Sent.Add((webhook.Name, message));
        return Task.FromResult(Fault);
    }
}
