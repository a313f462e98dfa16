using System.Globalization;
using BootService.Lab.Lan;

namespace BootService.Storm;

/// <summary>A storm from its beginning to its end.</summary>
internal static class StormRun
{
    /// <summary>Switches the machines on, and waits for all of them.</summary>
    /// <param name="order">What is asked for.</param>
    /// <param name="say">Takes what is found, line by line.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="Lab.LabException">The LAN or the daemon could not be made.</exception>
    public static async Task<StormResult> RunAsync(StormOrder order, Action<string> say)
    {
        void Say(FormattableString line) => say(line.ToString(CultureInfo.InvariantCulture));
        await using var lan = await StormLan.StartAsync(order);
        var nodes = StormLan.NodesOf(order);
        var (idle, _) = await lan.MemoryAsync();
        var before = await lan.ProcessorTimeAsync();
        var time = TimeProvider.System;
        await using var card = await lan.ListenAsync();
        using var limit = new CancellationTokenSource(order.Limit, time);
        var kinds = string.Join(", ", order.Personas.Select(persona => persona.Name));
        Say($"{order.Hosts} machines ({kinds}), kernel {order.Kernel / 1e6:0} MB, RAM disk {order.Initrd / 1e6:0} MB");

        var began = time.GetTimestamp();
        var restart = order.Restart ? lan.RestartAsync(nodes, time, limit.Token) : null;
        var kill = lan.Pair?.KillAsync(nodes, time, limit.Token);
        var wire = new StormWire(BootLan.Address, lan.Pair is null ? null : StormPair.SecondAddress, began, time);
        using var on = new SemaphoreSlim(StormOrder.MostOn);
        var runs = new List<Task<bool>>();
        for (var rank = 0; rank < nodes.Count; rank++)
        {
            var node = nodes[rank];
            var due = (order.Over * rank / nodes.Count) - time.GetElapsedTime(began);
            if (due > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due, time);
            }

            await on.WaitAsync(limit.Token);
            runs.Add(NetworkNamespace.RunAsync(lan.Machines, () =>
            {
                try
                {
                    return node.Boot(wire, limit.Token);
                }
                finally
                {
                    on.Release();
                }
            }));
        }

        var passed = (await Task.WhenAll(runs)).Count(came => came);
        var took = time.GetElapsedTime(began);
        if (restart is not null)
        {
            var (onTheirWay, exitCode, away) = await restart;
            Say($"restarted with {onTheirWay} machines on their way: exit {exitCode}, not served for {away.TotalSeconds:0.0} s");
        }

        if (lan.Pair is { } pair)
        {
            return new StormResult(nodes, [], took, TimeSpan.Zero, 0, 0) { Astray = await TellAsync(pair, await kill!, nodes, took, Say) };
        }

        var (after, peak) = await lan.MemoryAsync();
        var answers = await card.FinishAsync();
        foreach (var line in StormTable.Lines(nodes).Concat(StormTable.Failures(nodes)).Concat(StormTable.Lines(answers)))
        {
            Say($"{line}");
        }

        var bytes = nodes.Sum(node => node.Stages.Sum(stage => stage.Bytes));
        Say($"{passed} of {nodes.Count} came to their kickstart in {took.TotalSeconds:0.0} s; the daemon says {await lan.FetchedAsync()}");
        var used = order.Restart ? await lan.ProcessorTimeAsync() : await lan.ProcessorTimeAsync() - before;
        var since = order.Restart ? " since the restart" : string.Empty;
        var dropped = await lan.DroppedAsync();
        Say($"{bytes / 1e9:0.00} GB served with {used.TotalSeconds:0.0} s of processor time{since}; {dropped} datagrams dropped by the kernel");
        Say($"resident memory of the daemon: {idle / 1e6:0} MB before, {peak / 1e6:0} MB at its peak, {after / 1e6:0} MB after");
        Directory.CreateDirectory(Path.GetDirectoryName(order.Plot)!);
        var title = FormattableString.Invariant(
            $"{nodes.Count} machines switched on within {order.Over.TotalSeconds:0} s: {passed} at their kickstart after {took.TotalSeconds:0.0} s");
        await File.WriteAllTextAsync(order.Plot, StormPlot.Write(nodes, title));
        Say($"plot: {order.Plot}");
        return new StormResult(nodes, answers, took, used, peak, dropped);
    }

    /// <summary>What became of the machines of two frontends of which one was killed.</summary>
    /// <returns>How many did not install exactly once.</returns>
    private static async Task<int> TellAsync(
        StormPair pair, (int Done, int OnTheirWay) kill, IReadOnlyList<NodeRun> nodes, TimeSpan took, Action<FormattableString> say)
    {
        foreach (var line in StormTable.Lines(nodes).Concat(StormTable.Failures(nodes)))
        {
            say($"{line}");
        }

        var (installed, attempts, waiting) = await pair.ResultAsync();
        var (came, done, anew) = (nodes.Count(node => node.Failure is null), nodes.Count(node => node.IsDone), nodes.Count(node => node.Resets > 0));
        say($"killed one frontend with {kill.Done} machines at their kickstart and {kill.OnTheirWay} on their way; {anew} began anew");
        say($"{came} of {nodes.Count} came to their kickstart and {done} to their done in {took.TotalSeconds:0.0} s");
        say($"the database says: {installed} installed in {attempts} attempts, {waiting} still to be installed");
        foreach (var line in await pair.OthersAsync())
        {
            say($"{line}");
        }

        return nodes.Count - done + Math.Abs(nodes.Count - installed) + Math.Abs(nodes.Count - attempts) + waiting;
    }
}
