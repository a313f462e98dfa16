using System.Globalization;
using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Storm;

// A thousand machines switched on at once, against a daemon of their own in a private LAN. 0: all came to their kickstart; 1: not all did.
try
{
    Requirements.Demand();
    var order = StormOrder.Parse(args);
    await using var lan = await StormLan.StartAsync(order);
    var nodes = StormLan.NodesOf(order);
    var (idle, _) = await lan.MemoryAsync();
    var before = await lan.ProcessorTimeAsync();
    var time = TimeProvider.System;
    await using var card = await lan.ListenAsync();
    using var limit = new CancellationTokenSource(order.Limit, time);
    Say($"{order.Hosts} machines ({string.Join(", ", order.Personas.Select(persona => persona.Name))}), kernel {order.Kernel / 1e6:0} MB, RAM disk {order.Initrd / 1e6:0} MB");

    var began = time.GetTimestamp();
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
    var (after, peak) = await lan.MemoryAsync();
    foreach (var line in StormTable.Lines(nodes).Concat(StormTable.Failures(nodes)).Concat(StormTable.Lines(await card.FinishAsync())))
    {
        Say($"{line}");
    }

    var bytes = nodes.Sum(node => node.Stages.Sum(stage => stage.Bytes));
    Say($"{passed} of {nodes.Count} came to their kickstart in {took.TotalSeconds:0.0} s; the daemon says {await lan.FetchedAsync()}");
    Say($"{bytes / 1e9:0.00} GB served with {(await lan.ProcessorTimeAsync() - before).TotalSeconds:0.0} s of processor time; {await lan.DroppedAsync()} datagrams dropped by the kernel");
    Say($"resident memory of the daemon: {idle / 1e6:0} MB before, {peak / 1e6:0} MB at its peak, {after / 1e6:0} MB after");
    Directory.CreateDirectory(Path.GetDirectoryName(order.Plot)!);
    await File.WriteAllTextAsync(order.Plot, StormPlot.Write(nodes, FormattableString.Invariant($"{nodes.Count} machines switched on within {order.Over.TotalSeconds:0} s: {passed} at their kickstart after {took.TotalSeconds:0.0} s")));
    Say($"plot: {order.Plot}");
    return passed == nodes.Count ? 0 : 1;
}
catch (LabException fault)
{
    await Console.Error.WriteLineAsync($"error - {fault.Message}");
    return 1;
}

static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
