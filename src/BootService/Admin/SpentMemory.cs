namespace BootService.Admin;

/// <summary>
/// Gives memory back that a large command needed: ten thousand hosts are armed with 350 MB of which nothing stays in use, and the collector alone would keep
/// the room for a next time that may be months away.
/// </summary>
internal static class SpentMemory
{
    /// <summary>Commands that leave less behind them are not worth the tens of milliseconds in which nothing else runs.</summary>
    private const long Much = 512L << 20;

    // By then nothing of the call is on any stack.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>Looks at the end of a call at how much was allocated during it, octets that are not counted exactly.</summary>
    /// <param name="context">The call.</param>
    /// <param name="time">What the collection waits by.</param>
    public static void WatchOver(HttpContext context, TimeProvider time)
    {
        var before = GC.GetTotalAllocatedBytes();
        context.Response.OnCompleted(() =>
        {
            if (GC.GetTotalAllocatedBytes() - before >= Much)
            {
                _ = GiveBackAsync(time);
            }

            return Task.CompletedTask;
        });
    }

    private static async Task GiveBackAsync(TimeProvider time)
    {
        await Task.Delay(Settling, time);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
