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
        var runs = new List<Task<bool>>();
        for (var rank = 0; rank < nodes.Count; rank++)
        {
            var node = nodes[rank];
            var due = (order.Over * rank / nodes.Count) - time.GetElapsedTime(began);
            if (due > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due, time);
            }

            runs.Add(NetworkNamespace.RunAsync(lan.Machines, () => node.Boot(BootLan.Address, began, time, limit.Token)));
        }

        var passed = (await Task.WhenAll(runs)).Count(came => came);
        var took = time.GetElapsedTime(began);
        if (restart is not null)
        {
            var (onTheirWay, exitCode, away) = await restart;
            Say($"restarted with {onTheirWay} machines on their way: exit {exitCode}, not served for {away.TotalSeconds:0.0} s");
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
}
