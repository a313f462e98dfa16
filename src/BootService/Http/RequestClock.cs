namespace BootService.Http;

/// <summary>How long a request has been with us.</summary>
internal static class RequestClock
{
    /// <summary>Starts the clock of each request.</summary>
    public static IApplicationBuilder UseRequestClock(this IApplicationBuilder app)
    {
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        return app.Use((context, next) =>
        {
            context.Features.Set(new Arrival(time.GetTimestamp()));
            return next(context);
        });
    }

    /// <summary>Our share so far; zero when the clock was not started.</summary>
    public static TimeSpan Since(HttpContext context, TimeProvider time) =>
        context.Features.Get<Arrival>() is { } arrival ? time.GetElapsedTime(arrival.Timestamp) : TimeSpan.Zero;

    private sealed record Arrival(long Timestamp);
}
