using System.Collections.Immutable;
using BootService.Core.Events;
using BootService.Core.Stores;

namespace BootService.Events;

/// <summary>
/// The events on disk, and behind them those that could not be saved yet: a full disk must not hide what it does to boots. Who lists sees
/// everything that happened before he asked.
/// </summary>
/// <param name="kept">The events on disk.</param>
/// <param name="writer">Those that are on their way there.</param>
/// <param name="isOfMany">
/// Whether other machines write there too: what a relay or another frontend saw comes later than what was seen here after it, so that the clocks, which are
/// held to agree there, tell the order. Of one machine it is the order they were posted in, however its clock was set meanwhile.
/// </param>
internal sealed class LiveBootEvents(IBootEventStore kept, BootEventWriter writer, bool isOfMany = false) : IBootEventStore
{
    public Task AppendAsync(IReadOnlyList<BootEvent> events, CancellationToken cancel) => kept.AppendAsync(events, cancel);

    public async Task<ImmutableArray<BootEvent>> ListAsync(IReadOnlyCollection<string> hosts, int most, CancellationToken cancel)
    {
        await writer.SettleAsync(cancel);
        var held = writer.Held;
        var listed = await kept.ListAsync(hosts, most, cancel);
        if (held.Count > 0)
        {
            listed = [.. listed.Concat(held.Where(one => hosts.Count == 0 || (one.Host is { } host && hosts.Contains(host)))).TakeLast(most)];
        }

        return isOfMany ? [.. listed.OrderBy(happened => happened.At)] : listed;
    }
}
