namespace BootService.Media.Work;

/// <summary>Runs a long work on other threads and reports on it from one.</summary>
internal static class Watched
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs the work to its end, whatever becomes of the reports.</summary>
    /// <param name="work">The work.</param>
    /// <param name="report">Says how far it is; called now and then, and once after it. When it throws, the work is stopped.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task RunAsync(Func<CancellationToken, Task> work, Func<ValueTask> report, TimeProvider time, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var running = Task.Run(() => work(stop.Token), CancellationToken.None);
        try
        {
            while (!running.IsCompleted)
            {
                await Task.WhenAny(running, Task.Delay(Pace, time, stop.Token));
                stop.Token.ThrowIfCancellationRequested();
                await report();
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(running);
        }

        await running;
        await report();
    }
}
