using System.Collections.Frozen;
using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Ports;
using BootService.Commands.Timeline;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using BootService.Core.Timeline;

namespace BootService.Commands.Verbs;

[Command("watch", "Shows what the servers do and refuse for hosts as it happens, and what stays away, until Ctrl-C.",
    Detail = "Without a host machines we do not know are shown too, by their card or address. A row with outcome overdue says what was expected, what probably "
        + "happened and what to do.",
    Example = "watch backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Parameter("seconds", ValueKind.Number, "Ends after so long; never unless said otherwise.")]
[Parameter(
    "lines", ValueKind.Flag,
    "Whether each step is a line of its own also on a screen, which otherwise shows how hosts stand, those that fail first; through a pipe they always are.")]
[Row(TimelineTable.Row)]
internal sealed class Watch(IBootEventFeed feed, IBootEventStore store, IHostStates states) : ICommand
{
    private const int MostEvents = 5000;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var names = call.Arguments.IsEmpty && call.SeesAll ? null
            : (call.Arguments.IsEmpty ? call.HostsOrAll(call.Inventory) : call.HostsNamed(call.Inventory, call.Arguments))
                .Select(host => host.Name.ToString()).ToFrozenSet(StringComparer.Ordinal);
        using var ended = call.Number("seconds") is { } seconds
            ? new CancellationTokenSource(TimeSpan.FromSeconds(seconds), call.Time)
            : new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, ended.Token);
        if (call.IsScreen && !call.Flag("lines"))
        {
            await DrawAsync(call, names, both, cancel);
            return;
        }

        await using var happening = feed.Subscribe(both.Token).GetAsyncEnumerator(CancellationToken.None);
        var follower = new TimelineFollower();
        await RememberAsync(follower, call.Inventory, names, cancel);
        call.LiveTable();
        await call.Output.ProgressAsync(
            $"watching {(names is null ? "all machines" : names.Count == 1 ? names.Single() : $"{names.Count} hosts")}; Ctrl-C ends it", 0, 0);
        try
        {
            await FollowAsync(call, happening, follower, names, both);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // The time is up.
        }
    }

    /// <summary>Says how hosts stand, at first all of them and then whoever stands otherwise, once a second.</summary>
    private async Task DrawAsync(CommandCall call, FrozenSet<string>? names, CancellationTokenSource end, CancellationToken cancel)
    {
        call.Output.Table(new TableShape(["host", "state", "since", "why"]) { KeepOwner = true, Live = true, Board = true });
        var shown = new Dictionary<string, HostStanding>(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                var inventory = call.Inventory;
                foreach (var host in inventory.HostsInOrder().Where(host => names?.Contains(host.Name.ToString()) is not false))
                {
                    var name = host.Name.ToString();
                    var standing = states.Of(inventory, host);
                    if (shown.TryGetValue(name, out var before) && before == standing)
                    {
                        continue;
                    }

                    shown[name] = standing;
                    await call.Output.RowAsync(
                        name, standing.State.ToString().ToLowerInvariant(), standing.Since?.ToString("yyyy-MM-ddTHH:mm:ssZ"), standing.Why);
                }

                // Ages go on although nothing happens.
                await call.Output.ProgressAsync($"watching {shown.Count} hosts; Ctrl-C ends it, lines=yes shows each step", 0, 0);
                await Task.Delay(Tick, call.Time, end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // The time is up.
        }
    }

    private static async Task FollowAsync(
        CommandCall call, IAsyncEnumerator<BootEvent> happening, TimelineFollower follower, FrozenSet<string>? names, CancellationTokenSource end)
    {
        var more = happening.MoveNextAsync().AsTask();
        try
        {
            var tick = Task.CompletedTask;
            while (true)
            {
                if (tick.IsCompleted)
                {
                    end.Token.ThrowIfCancellationRequested();
                    await NameSilencesAsync(call, follower, names);
                    tick = Task.Delay(Tick, call.Time, end.Token);
                }

                if (await Task.WhenAny(more, tick) != more)
                {
                    continue;
                }

                if (!await more)
                {
                    return;
                }

                await ShowAsync(call, follower, happening.Current, names);
                more = happening.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // Who reads an event is not to be disposed of in the middle of it.
            await end.CancelAsync();
            await more.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static ValueTask ShowAsync(CommandCall call, TimelineFollower follower, in BootEvent happened, FrozenSet<string>? names) => happened.Host switch
    {
        { } host when names?.Contains(host) is not false => TimelineTable.ShowAsync(call.Output, host, follower.Follow(happened)),
        null when names is null =>
            TimelineTable.ShowAsync(
                call.Output, happened.Mac.IsZero ? happened.Address.ToString() : happened.Mac.ToString(), new TimelineStep(happened, TimeSpan.Zero)),
        _ => default,
    };

    private static async Task NameSilencesAsync(CommandCall call, TimelineFollower follower, FrozenSet<string>? names)
    {
        var inventory = call.Inventory;
        foreach (var (host, late) in follower.Overdue(host => AttemptOf(inventory, host), call.Now))
        {
            if (names?.Contains(host) is not false)
            {
                await TimelineTable.ShowAsync(call.Output, host, late, call.Now);
            }
        }
    }

    // What went before decides what is awaited now; it is not shown again.
    private async Task RememberAsync(TimelineFollower follower, Inventory inventory, FrozenSet<string>? names, CancellationToken cancel)
    {
        var awaited = inventory.HostsInOrder().Select(host => host.Name.ToString())
            .Where(host => names?.Contains(host) is not false
                && AttemptOf(inventory, host) is { State: not (AttemptState.Confirmed or AttemptState.Cancelled) }).ToArray();
        if (awaited.Length == 0)
        {
            return;
        }

        foreach (var happened in await store.ListAsync(awaited, MostEvents, cancel))
        {
            follower.Follow(happened);
        }
    }

    private static InstallAttempt? AttemptOf(Inventory inventory, string host) =>
        HostName.TryParse(host, null, out var name) ? inventory.AttemptOf(name) : null;
}
