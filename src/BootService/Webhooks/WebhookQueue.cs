using System.Collections.Immutable;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using BootService.Core.Webhooks;

namespace BootService.Webhooks;

/// <summary>
/// The messages of one webhook on their way: one at a time, oldest first, and after a failure a pause that grows. A receiver that hangs holds up itself alone.
/// </summary>
internal sealed partial class WebhookQueue(string name, WebhookSender sender, IAppliance appliance, TimeProvider time, ILogger log)
{
    private readonly HashSet<DeliveryKey> _taken = [];
    private Task _work = Task.CompletedTask;
    private int _failures;
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private volatile WebhookStanding _standing = WebhookStanding.Untried;

    /// <summary>How it stands.</summary>
    public WebhookStanding Standing => _standing;

    /// <summary>Messages it took, since the start.</summary>
    public long Taken { get; private set; }

    /// <summary>Tries that failed, since the start.</summary>
    public long Failed { get; private set; }

    /// <summary>Whether nothing is under way.</summary>
    public bool IsIdle => _work.IsCompleted;

    /// <summary>Begins to send what waits, where it is time to; returns at once.</summary>
    public void Look(CancellationToken cancel)
    {
        if (_work.IsCompleted && time.GetUtcNow() >= _next)
        {
            _work = Task.Run(() => WorkAsync(cancel), CancellationToken.None);
        }
    }

    private async Task WorkAsync(CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested && appliance.Current.Webhooks.GetValueOrDefault(name) is { } webhook)
            {
                if (Waiting() is not [var first, ..] waiting)
                {
                    return;
                }

                var old = waiting.Where(delivery => IsOver(delivery) || _taken.Contains(delivery.Key)).Select(delivery => delivery.Key).ToArray();
                if (old.Length > 0)
                {
                    await EndAsync(old, cancel);
                }
                else if (!await SendAsync(webhook, first, cancel))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // It is sent after the next start.
        }
        catch (RefusedException fault)
        {
            // What was taken and could not be crossed out is not sent again; that is tried after a while.
            LogNotKept(log, name, fault.Message);
            _next = time.GetUtcNow() + WebhookTrail.PauseAfter(++_failures);
        }
    }

    private async Task<bool> SendAsync(Webhook webhook, WebhookDelivery delivery, CancellationToken cancel)
    {
        if (await sender.SendAsync(webhook, delivery.Key.Id, delivery.Body, cancel) is { } fault)
        {
            Failed++;
            if (_failures == 0)
            {
                LogFailing(log, name, fault);
            }

            _standing = _standing with { Fault = fault };
            _next = time.GetUtcNow() + WebhookTrail.PauseAfter(++_failures);
            return false;
        }

        if (_failures > 0)
        {
            LogTaking(log, name);
        }

        Taken++;
        _failures = 0;
        _standing = _standing with { Taken = time.GetUtcNow(), Fault = null };
        _taken.Add(delivery.Key);
        await EndAsync([delivery.Key], cancel);
        return true;
    }

    /// <summary>Crosses messages out, and counts those that were never taken.</summary>
    private async Task EndAsync(DeliveryKey[] keys, CancellationToken cancel)
    {
        await appliance.CommitAsync(_ => new Proposal<bool>(true, [.. keys.Select(key => new Change.DeliveryEnded(key))]), cancel);
        var lost = keys.Count(key => !_taken.Remove(key));
        if (lost > 0)
        {
            LogGivenUp(log, name, lost);
            _standing = _standing with { GivenUp = _standing.GivenUp + lost };
        }
    }

    private ImmutableArray<WebhookDelivery> Waiting()
    {
        var (inventory, now) = (appliance.Current, time.GetUtcNow());
        return [.. inventory.Deliveries.Values.Where(delivery => delivery.Key.Webhook == name
            && (WebhookTrail.IsFor(delivery, inventory.Frontend, now) || IsOver(delivery))).OrderBy(delivery => delivery.Made)
            .ThenBy(delivery => delivery.Key.Id, StringComparer.Ordinal)];
    }

    private bool IsOver(WebhookDelivery delivery) => time.GetUtcNow() - delivery.Made > WebhookTrail.Patience;

    [LoggerMessage(EventId = 640, Level = LogLevel.Warning, Message = "Webhook {Name} does not take its messages, which are sent again for a day: {Fault}")]
    private static partial void LogFailing(ILogger log, string name, string fault);

    [LoggerMessage(EventId = 641, Level = LogLevel.Information, Message = "Webhook {Name} takes its messages again")]
    private static partial void LogTaking(ILogger log, string name);

    [LoggerMessage(EventId = 642, Level = LogLevel.Warning, Message = "Webhook {Name} was not told of {Count} things: it has not taken them for a day")]
    private static partial void LogGivenUp(ILogger log, string name, int count);

    [LoggerMessage(EventId = 643, Level = LogLevel.Warning, Message = "Messages of webhook {Name} could not be crossed out: {Fault}")]
    private static partial void LogNotKept(ILogger log, string name, string fault);
}
