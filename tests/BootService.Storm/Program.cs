using BootService.Lab;
using BootService.Storm;

// A thousand machines switched on at once, against a daemon of their own in a private LAN. 0: all came to their kickstart; 1: not all did.
try
{
    Requirements.Demand();
    return await StormRun.RunAsync(StormOrder.Parse(args), Console.WriteLine) == 0 ? 0 : 1;
}
catch (LabException fault)
{
    await Console.Error.WriteLineAsync($"error - {fault.Message}");
    return 1;
}
