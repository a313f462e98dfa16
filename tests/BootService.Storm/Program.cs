using BootService.Lab;
using BootService.Storm;

// Machines switched on at once, against a daemon of their own in a private LAN. 0: all came to their kickstart; 1: not all did.
try
{
    Requirements.Demand();
    var order = StormOrder.Parse(args);
    var storms = new List<StormResult>();
    foreach (var hosts in order.Sizes)
    {
        storms.Add(await StormRun.RunAsync(order.Of(hosts), Console.WriteLine));
    }

    if (storms.Count > 1)
    {
        foreach (var line in StormCurve.Lines(storms))
        {
            Console.WriteLine(line);
        }

        var (page, plot) = (Path.ChangeExtension(order.Plot, ".md"), Path.ChangeExtension(order.Plot, ".curve.svg"));
        await File.WriteAllTextAsync(page, StormCurve.Table(storms));
        await File.WriteAllTextAsync(plot, CurvePlot.Write(storms));
        Console.WriteLine($"table: {page}, plot: {plot}");
    }

    return storms.TrueForAll(storm => storm.Failed == 0 && storm.Astray == 0) ? 0 : 1;
}
catch (LabException fault)
{
    await Console.Error.WriteLineAsync($"error - {fault.Message}");
    return 1;
}
