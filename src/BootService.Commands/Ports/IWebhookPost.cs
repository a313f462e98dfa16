using BootService.Core.Webhooks;

namespace BootService.Commands.Ports;

/// <summary>How a webhook stands.</summary>
/// <param name="Taken">When it last took a message; null when it has not since the service started.</param>
/// <param name="Fault">Why the last try failed; null when it did not, or there was none.</param>
/// <param name="GivenUp">Messages that were given up since the service started.</param>
public sealed record WebhookStanding(DateTimeOffset? Taken, string? Fault, long GivenUp)
{
    /// <summary>Nothing was tried yet.</summary>
    public static WebhookStanding Untried { get; } = new(null, null, 0);
}

/// <summary>Sends what webhooks are told.</summary>
public interface IWebhookPost
{
    /// <summary>How a webhook stands.</summary>
    WebhookStanding Of(string name);

    /// <summary>Sends one message now, past the queue.</summary>
    /// <returns>Why it was not taken, one sentence without a full stop; null when it was.</returns>
    Task<string?> SendAsync(Webhook webhook, WebhookMessage message, CancellationToken cancel);
}
