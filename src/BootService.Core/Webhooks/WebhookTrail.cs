using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;

namespace BootService.Core.Webhooks;

/// <summary>
/// What webhooks are told of changes, from the state before and the state after: it is kept in the same transaction, so that what was acknowledged is told
/// however the service ends. Pure.
/// </summary>
public static class WebhookTrail
{
    /// <summary>Messages that may wait for one webhook; the oldest of more is given up.</summary>
    public const int MostWaiting = 1000;

    /// <summary>For how long a message is tried.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <summary>How long a message waits for its frontend before another sends it: one that starts anew sends its own.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);

    /// <summary>How long a webhook is left alone after so many failures in a row: 5 s, doubled each time, half an hour at most.</summary>
    public static TimeSpan PauseAfter(int failures) =>
        failures <= 0 ? TimeSpan.Zero : failures > 10 ? LongestPause : new TimeSpan(Math.Min(FirstPause.Ticks << (failures - 1), LongestPause.Ticks));

    /// <summary>
    /// Whether a frontend is the one that sends a message: whoever queued it does, and of one that is away, or is called something else by now, the first
    /// of those that are up. Who shares its database with nobody sends all there is.
    /// </summary>
    /// <param name="delivery">The message.</param>
    /// <param name="frontend">The frontend that asks.</param>
    /// <param name="now">When.</param>
    public static bool IsFor(WebhookDelivery delivery, Frontend frontend, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(frontend);
        return frontend.Peers.Name is not { } own || delivery.Frontend == own
            || (now - delivery.Made > Grace
                && !frontend.Peers.All.Any(peer => peer.IsUp && (peer.Name == delivery.Frontend || string.CompareOrdinal(peer.Name, own) < 0)));
    }

    /// <summary>The messages that changes lead to; none where nobody wants any.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="after">The state after.</param>
    /// <param name="changes">The changes between them.</param>
    /// <param name="now">When.</param>
    public static IReadOnlyList<Change> Of(Inventory before, Inventory after, IEnumerable<Change> changes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(changes);
        if (after.Webhooks.IsEmpty)
        {
            return [];
        }

        var messages = changes.OfType<Change.AttemptSet>().Select(set => set.Attempt.Host).Distinct()
            .Where(host => after.AttemptOf(host) is not null)
            .SelectMany(host => InstallTurn.Of(before.AttemptOf(host), after.AttemptOf(host)!))
            .Select(turn => WebhookMessage.Of(turn, after.Frontend.Called, now));
        return Queue(after, [.. messages]);
    }

    /// <summary>Puts messages into the queues of those who want them, and takes out what is too much there.</summary>
    /// <param name="inventory">The state.</param>
    /// <param name="messages">The messages.</param>
    public static IReadOnlyList<Change> Queue(Inventory inventory, IReadOnlyList<WebhookMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count == 0)
        {
            return [];
        }

        var queued = new List<Change>();
        foreach (var webhook in inventory.Webhooks.Values)
        {
            WebhookDelivery[] more =
                [.. messages.Where(message => webhook.Wants(message.Type)).Select(message => message.To(webhook.Name, inventory.Frontend.Called))];
            var waiting = more.Length == 0 ? [] : inventory.Deliveries.Values.Where(waiting => waiting.Key.Webhook == webhook.Name).ToArray();
            queued.AddRange(waiting.OrderBy(old => old.Made).Take(waiting.Length + more.Length - MostWaiting).Select(old => new Change.DeliveryEnded(old.Key)));
            queued.AddRange(more.TakeLast(MostWaiting).Select(delivery => new Change.DeliverySet(delivery)));
        }

        return queued;
    }
}
