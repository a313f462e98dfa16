using System.Collections.Concurrent;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Doctor;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using BootService.Core.Webhooks;

namespace BootService.Webhooks;

/// <summary>
/// Tells webhooks what happens: what of installs they are told is queued with the change itself, what is seen on the wire is queued here, and what waits is
/// sent. Once a second it is looked whether anything does.
/// </summary>
internal sealed partial class WebhookPost(
    IAppliance appliance, IBootEventFeed events, IServerWatch servers, TimeProvider time, ILogger<WebhookPost> log) : BackgroundService, IWebhookPost
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly WebhookSender _sender = new(time);
    private readonly ConcurrentDictionary<string, WebhookQueue> _queues = new(StringComparer.Ordinal);
    private readonly HashSet<(string Interface, string Server, DateTimeOffset First)> _rogues = [];
    private ServersSeen _seen = ServersSeen.None;
    private (CancellationTokenSource Ending, Task Work)? _listening;

    /// <summary>The queues there are, by the names of their webhooks.</summary>
    public IReadOnlyDictionary<string, WebhookQueue> Queues => _queues;

    /// <inheritdoc/>
    public WebhookStanding Of(string name) => _queues.GetValueOrDefault(name)?.Standing ?? WebhookStanding.Untried;

    /// <inheritdoc/>
    public Task<string?> SendAsync(Webhook webhook, WebhookMessage message, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _sender.SendAsync(webhook, message.Id, message.Body, cancel);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _sender.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops; what waits is on disk.
        }
        finally
        {
            await ListenAsync(wanted: false, CancellationToken.None);
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        var inventory = appliance.Current;
        foreach (var gone in _queues.Keys.Where(name => !inventory.Webhooks.ContainsKey(name)))
        {
            _queues.TryRemove(gone, out _);
        }

        await ListenAsync(inventory.Webhooks.Values.Any(webhook => webhook.Wants(WebhookTypes.Unknown)), cancel);
        await TellRoguesAsync(inventory, cancel);
        if (inventory.Deliveries.IsEmpty)
        {
            return;
        }

        foreach (var webhook in inventory.Webhooks.Keys)
        {
            _queues.GetOrAdd(webhook, name => new WebhookQueue(name, _sender, appliance, time, log)).Look(cancel);
        }
    }

    /// <summary>Listens to the wire for as long as somebody wants to be told of strangers.</summary>
    private async Task ListenAsync(bool wanted, CancellationToken cancel)
    {
        if (wanted && _listening is null)
        {
            var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            _listening = (ending, FollowAsync(ending.Token));
        }
        else if (!wanted && _listening is var (ended, work))
        {
            await ended.CancelAsync();
            await work;
            ended.Dispose();
            _listening = null;
        }
    }

    private async Task FollowAsync(CancellationToken cancel)
    {
        var news = new StrangerNews();
        try
        {
            await foreach (var happened in events.Subscribe(cancel))
            {
                if (news.Hear(happened, appliance.Current.Frontend.Called) is { } message)
                {
                    await QueueAsync([message], cancel);
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Nobody wants to know any more.
        }
    }

    private async Task TellRoguesAsync(Inventory inventory, CancellationToken cancel)
    {
        var seen = servers.Seen;
        if (ReferenceEquals(seen, _seen) || !inventory.Webhooks.Values.Any(webhook => webhook.Wants(WebhookTypes.Rogue)))
        {
            return;
        }

        _seen = seen;
        _rogues.RemoveWhere(old => seen.All.All(server => KeyOf(server) != old));
        var came = seen.All.Where(server => servers.Judge(server).Verdict is Verdict.Wrong && _rogues.Add(KeyOf(server)));
        await QueueAsync([.. came.Select(server => WebhookMessage.Rogue(server, servers.Judge(server), inventory.Frontend.Called))], cancel);
    }

    private async Task QueueAsync(WebhookMessage[] messages, CancellationToken cancel)
    {
        if (messages.Length == 0)
        {
            return;
        }

        try
        {
            await appliance.CommitAsync(inventory => new Proposal<bool>(true, [.. WebhookTrail.Queue(inventory, messages)]), cancel);
        }
        catch (RefusedException fault)
        {
            LogNotQueued(fault.Message);
        }
    }

    private static (string Interface, string Server, DateTimeOffset First) KeyOf(SeenServer seen) =>
        (seen.Interface, seen.Server.Address.ToString(), seen.First);

    [LoggerMessage(EventId = 644, Level = LogLevel.Warning, Message = "Webhooks are not told of something that was seen on the boot network: {Fault}")]
    private partial void LogNotQueued(string fault);
}
