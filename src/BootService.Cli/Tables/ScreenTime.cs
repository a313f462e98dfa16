using System.Globalization;

namespace BootService.Cli.Tables;

/// <summary>Points of time as a person reads them: by the clock of the wall, and how long ago. The daemon says them in UTC (ISO 8601).</summary>
/// <param name="now">Now.</param>
/// <param name="zone">The reader's zone.</param>
internal sealed class ScreenTime(DateTimeOffset now, TimeZoneInfo zone)
{
    private static readonly string[] Forms = ["yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.fffZ"];

    /// <summary>The zone, as a header says it.</summary>
    public string Zone { get; } = Offset(zone.GetUtcOffset(now));

    /// <summary>Whether a text is a point of time.</summary>
    public static bool Is(string text) => text is [.., 'Z'] and { Length: 20 or 24 } && Read(text) is not null;

    /// <summary>
    /// The time by the reader's clock: with its date unless it is today's, with its zone where that is not the header's, and with its age where it has no
    /// fraction.
    /// </summary>
    public string Of(string text)
    {
        if (Read(text) is not { } time)
        {
            return text;
        }

        var local = TimeZoneInfo.ConvertTime(time, zone);
        var isFine = text.Length > 20;
        var shown = local.ToString(
            local.Date == TimeZoneInfo.ConvertTime(now, zone).Date
                ? isFine ? "HH:mm:ss.fff" : "HH:mm:ss"
                : isFine
                ? "yyyy-MM-dd HH:mm:ss.fff"
                : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var offset = Offset(local.Offset);
        return shown + (offset == Zone ? string.Empty : " " + offset) + (isFine ? string.Empty : $" ({Age(now - time)})");
    }

    /// <summary>How long ago something was, or how soon it will be.</summary>
    public static string Age(TimeSpan age)
    {
        var amount = age.Duration() switch
        {
            { TotalSeconds: < 60 } span => $"{(int)span.TotalSeconds} s",
            { TotalMinutes: < 60 } span => $"{(int)span.TotalMinutes} min",
            { TotalHours: < 48 } span => $"{(int)span.TotalHours} h",
            var span => $"{(int)span.TotalDays} days",
        };
        return age < TimeSpan.Zero ? $"in {amount}" : $"{amount} ago";
    }

    private static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    private static string Offset(TimeSpan offset) => offset == TimeSpan.Zero ? "UTC" : $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";
}
