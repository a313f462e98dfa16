using System.Collections.Immutable;
using BootService.Commands.Ports;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Power;

namespace BootService.Commands.Power;

/// <summary>How many hosts at a time, and how long for each.</summary>
/// <param name="Wave">Hosts that are seen to at once.</param>
/// <param name="Pause">From the last answer of a wave to the next wave, so that a fuse holds.</param>
/// <param name="Patience">How long one host may take.</param>
internal readonly record struct PowerPace(int Wave, TimeSpan Pause, TimeSpan Patience);

/// <summary>What came of one host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Method">By what method; empty when there was none.</param>
/// <param name="Before">What its power was before, as far as known.</param>
/// <param name="Answer">The answer.</param>
internal sealed record PowerResult(Host Host, string Method, PowerState Before, PowerAnswer Answer);

/// <summary>Sees to the power of many hosts, wave by wave.</summary>
internal sealed class PowerRound(IPowerSwitch power, Inventory inventory, PowerCommand command, PowerPace pace, TimeProvider time)
{
    /// <summary>Sees to all hosts.</summary>
    /// <param name="hosts">The hosts.</param>
    /// <param name="answered">Told each answer as it comes, one at a time, with the number of the wave from 1.</param>
    /// <param name="cancel">Stops; hosts of later waves stay as they are.</param>
    /// <returns>The answers, in the order of the hosts.</returns>
    public async Task<ImmutableArray<PowerResult>> RunAsync(ImmutableArray<Host> hosts, Func<PowerResult, int, ValueTask> answered, CancellationToken cancel)
    {
        var results = new Dictionary<HostName, PowerResult>();
        var wave = 0;
        foreach (var some in hosts.Chunk(pace.Wave))
        {
            if (wave++ > 0 && pace.Pause > TimeSpan.Zero)
            {
                await Task.Delay(pace.Pause, time, cancel);
            }

            await foreach (var done in Task.WhenEach(some.Select(host => OneAsync(host, cancel))).WithCancellation(cancel))
            {
                var result = await done;
                results[result.Host.Name] = result;
                await answered(result, wave);
            }
        }

        return [.. hosts.Select(host => results[host.Name])];
    }

    private async Task<PowerResult> OneAsync(Host host, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(pace.Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        var route = Route(host, command);
        try
        {
            return await OneAsync(host, route, both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new PowerResult(
                host, route.Method, PowerState.Unknown,
                PowerAnswer.Failed($"no end after {pace.Patience.TotalSeconds:0} s: see whether it answers at all, or give it longer with timeout="));
        }
    }

    private async Task<PowerResult> OneAsync(Host host, PowerRoute route, CancellationToken cancel)
    {
        if (route is PowerRoute.None none)
        {
            return new PowerResult(host, string.Empty, PowerState.Unknown, PowerAnswer.Failed(none.Why));
        }

        // Who cannot be asked what it is can still be told what to be: Wake-on-LAN answers nothing.
        var before = default(PowerAnswer);
        if (Route(host, PowerCommand.Status) is var status and not PowerRoute.None)
        {
            before = await power.DoAsync(status, PowerCommand.Status, cancel);
            if (before.Fault is not null && status.Method == route.Method)
            {
                return new PowerResult(host, route.Method, PowerState.Unknown, before);
            }
        }

        if (PowerStep.Needed(command, before.State) is not { } needed)
        {
            return new PowerResult(host, route.Method, before.State, before);
        }

        var way = needed == command ? route : Route(host, needed);
        return new PowerResult(host, way.Method, before.State, await power.DoAsync(way, needed, cancel));
    }

    private PowerRoute Route(Host host, PowerCommand asked) => PowerRoutes.Of(inventory, host, asked);
}
