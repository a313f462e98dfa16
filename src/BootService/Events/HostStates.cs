using System.Collections.Frozen;
using System.Collections.Immutable;
using BootService.Commands.Ports;
using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using BootService.Core.Timeline;

namespace BootService.Events;

/// <summary>How hosts stand. What those under way did before this daemon started is read once, at its start.</summary>
internal sealed partial class HostStates(IAppliance appliance, BootEventWriter events, IBootEventStore store, TimeProvider time, ILogger<HostStates> log)
    : IHostStates, IHostedService
{
    private FrozenDictionary<string, ImmutableArray<BootEvent>> _before = FrozenDictionary<string, ImmutableArray<BootEvent>>.Empty;

    /// <inheritdoc/>
    public HostStanding Of(Inventory inventory, Core.Hosts.Host host)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        var attempt = inventory.AttemptOf(host.Name);
        return HostStanding.Of(attempt, IsUnderWay(attempt) ? EventsOf(host.Name.ToString()) : [], time.GetUtcNow());
    }

    /// <summary>Reads what the hosts under way did last.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string[] awaited = [.. appliance.Current.Attempts.Values.Where(IsUnderWay).Select(attempt => attempt.Host.ToString())];
        if (awaited.Length == 0)
        {
            return;
        }

        try
        {
            var kept = await store.ListAsync(awaited, awaited.Length * RecentEvents.Kept, cancellationToken);
            _before = kept.GroupBy(happened => happened.Host!, StringComparer.Ordinal)
                .ToFrozenDictionary(host => host.Key, host => host.TakeLast(RecentEvents.Kept).ToImmutableArray(), StringComparer.Ordinal);
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            LogNotRead(unreadable.Message);
        }
    }

    /// <summary>Nothing to do.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsUnderWay(InstallAttempt? attempt) => attempt is { MayInstall: true } or { State: AttemptState.Staged };

    private ImmutableArray<BootEvent> EventsOf(string host)
    {
        var recent = events.Recent(host);
        return _before.TryGetValue(host, out var before) && recent.Length < RecentEvents.Kept ? [.. before, .. recent] : recent;
    }

    [LoggerMessage(
        EventId = 520, Level = LogLevel.Warning,
        Message = "What hosts under way did before this start could not be read; their states go by what they do from now on: {Fault}")]
    private partial void LogNotRead(string fault);
}
