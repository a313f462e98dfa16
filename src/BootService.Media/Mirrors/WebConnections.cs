namespace BootService.Media.Mirrors;

/// <summary>
/// Works through a list by several connections at once. Each has a thread of its own, which waits for the kernel and for nobody else: a small file costs little
/// more than its bytes.
/// </summary>
internal static class WebConnections
{
    /// <summary>Does a work for each of a list.</summary>
    /// <param name="connections">How many at once.</param>
    /// <param name="list">The list.</param>
    /// <param name="work">The work; called on several threads.</param>
    /// <param name="cancel">Ends it before the next.</param>
    public static Task RunAsync<T>(int connections, IReadOnlyList<T> list, Action<T> work, CancellationToken cancel)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, Math.Min(connections, list.Count)).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (Interlocked.Increment(ref next) is var at && at < list.Count)
                {
                    cancel.ThrowIfCancellationRequested();
                    work(list[at]);
                }
            },
            cancel,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }
}
