namespace BootService.Http;

/// <summary>How long a request has been with us.</summary>
internal static class RequestClock
{
    private static readonly object Key = new();

    /// <summary>Starts the clock; the first middleware of the nodes' side calls it.</summary>
    public static void Start(HttpContext context, TimeProvider time) => context.Items[Key] = time.GetTimestamp();

    /// <summary>Our share so far; zero when the clock was not started.</summary>
    public static TimeSpan Since(HttpContext context, TimeProvider time) =>
        context.Items.TryGetValue(Key, out var start) && start is long timestamp ? time.GetElapsedTime(timestamp) : TimeSpan.Zero;
}
