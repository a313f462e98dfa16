namespace BootService.Tests;

/// <summary>Counts what code allocates on this thread.</summary>
internal static class Allocation
{
    private const int Runs = 5;

    /// <summary>
    /// The least of several runs, in octets. A collection that another test causes in the midst of one counts the unused rest of this thread's
    /// buffer as allocated; what the code itself allocates is in every run.
    /// </summary>
    public static long Of(Action code)
    {
        var least = long.MaxValue;
        for (var run = 0; run < Runs && least > 0; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            code();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
