using System.Collections.Immutable;
using BootService.Core.Events;
using BootService.Core.Stores;

namespace BootService.Events;

/// <summary>
/// The events on disk, and behind them those that could not be saved yet: a full disk must not hide what it does to boots. Who lists sees
/// everything that happened before he asked.
/// </summary>
internal sealed class LiveBootEvents(IBootEventStore kept, BootEventWriter writer) : IBootEventStore
{
    public Task AppendAsync(IReadOnlyList<BootEvent> events, CancellationToken cancel) => kept.AppendAsync(events, cancel);

    public async Task<ImmutableArray<BootEvent>> ListAsync(IReadOnlyCollection<string> hosts, int most, CancellationToken cancel)
    {
        await writer.SettleAsync(cancel);
        var held = writer.Held;
        var listed = await kept.ListAsync(hosts, most, cancel);
        return held.Count == 0
            ? listed
            : [.. listed.Concat(held.Where(one => hosts.Count == 0 || (one.Host is { } host && hosts.Contains(host)))).TakeLast(most)];
    }
}
