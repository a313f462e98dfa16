using System.Collections.Immutable;
using System.Globalization;
using BootService.Appliances;
using BootService.Core.Inventories;
using BootService.Core.Relays;
using BootService.Core.Stores;
using BootService.Pallets;

namespace BootService.Relays;

/// <summary>
/// Tells relays what is new. Of the last states it keeps the whole, which costs little as they share what is the same, and so needs to know nothing of any
/// relay: each says which state it knows. Safe from any thread.
/// </summary>
internal sealed class RelayFeed(IAppliance appliance, TimeProvider time, PeerStanding? standing = null, PalletSharing? pallets = null)
{
    /// <summary>How long an answer waits for something new.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const int MostSteps = 256;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    // A relay that asks another frontend than before, or this one after a start, knows no state of this one.
    private readonly string _run = Guid.NewGuid().ToString("n");
    private readonly Lock _one = new();
    private ImmutableList<Step> _steps = [];

    /// <summary>Whether this frontend has what relays need: pallets by their digests, which are in a shared database.</summary>
    public bool IsServed => standing is not null && pallets is not null;

    /// <summary>What is new to a relay, once there is something or after <see cref="Patience"/>.</summary>
    /// <param name="since">What the relay knows, as it was told; null for nothing.</param>
    /// <param name="reach">The hosts that it may know.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<RelayNews> WaitAsync(string? since, RelayReach reach, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var known = Find(since);
        if (known is null)
        {
            // What any frontend acknowledged is in what a relay is told first, or it might be shown an older state than before.
            await appliance.CatchUpAsync(cancel);
            return Whole(Newest(), reach);
        }

        while (true)
        {
            var newest = Newest();
            if (newest.Number != known.Number)
            {
                var difference = _steps.Where(step => step.Number > known.Number)
                    .Aggregate(InventoryDifference.None, (all, step) => all.And(step.Difference));
                if (RelayView.Between(known.Inventory, newest.Inventory, difference, reach) is not { } changes)
                {
                    return Whole(newest, reach);
                }

                if (!changes.IsEmpty)
                {
                    return Told(newest, isWhole: false, changes);
                }

                known = newest;
            }

            if (time.GetElapsedTime(began) >= Patience)
            {
                return Told(known, isWhole: false, []);
            }

            await Task.Delay(Pace, time, cancel);
        }
    }

    private RelayNews Whole(Step step, RelayReach reach) => Told(step, isWhole: true, RelayView.Of(step.Inventory, reach));

    private RelayNews Told(Step step, bool isWhole, ImmutableArray<Change> changes) => new(
        $"{_run}.{step.Number.ToString(CultureInfo.InvariantCulture)}", isWhole, appliance.Current.IsFresh, time.GetUtcNow())
    {
        Changes = changes,
        Pallets = [.. pallets?.Contents.Values ?? []],
        Frontends = [.. standing?.All.Select(one => one.IsHere ? one with { IsHere = false, Files = standing.Own, Silent = TimeSpan.Zero } : one) ?? []],
    };

    private Step? Find(string? position) =>
        position?.Split('.') is [var run, var number] && run == _run && long.TryParse(number, CultureInfo.InvariantCulture, out var at)
            ? _steps.Find(step => step.Number == at)
            : null;

    private Step Newest()
    {
        lock (_one)
        {
            var current = appliance.Current;
            if (_steps is not [.., var last])
            {
                last = new Step(0, current, InventoryDifference.None);
                _steps = [last];
                return last;
            }

            var difference = InventoryDifference.Between(last.Inventory, current);
            if (difference.IsNone)
            {
                return last;
            }

            var next = new Step(last.Number + 1, current, difference);
            _steps = (_steps.Count == MostSteps ? _steps.RemoveAt(0) : _steps).Add(next);
            return next;
        }
    }

    /// <summary>A state.</summary>
    /// <param name="Number">Which, counted from the first that was told.</param>
    /// <param name="Inventory">The state.</param>
    /// <param name="Difference">Where it differs from the one before it.</param>
    private sealed record Step(long Number, Inventory Inventory, InventoryDifference Difference);
}
