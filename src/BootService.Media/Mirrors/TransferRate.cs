using BootService.Media.Work;

namespace BootService.Media.Mirrors;

/// <summary>Says how fast a transfer is and how long it will take.</summary>
internal static class TransferRate
{
    private static readonly TimeSpan Telling = TimeSpan.FromSeconds(1);

    /// <summary>The end of a sentence about a transfer: <c>, 4.2 MB/s, 0:01:10 left,</c>; empty while nothing can be told.</summary>
    /// <param name="received">Bytes received since it began.</param>
    /// <param name="total">Bytes there are to receive; 0 or less when nobody knows.</param>
    /// <param name="taken">How long that took.</param>
    public static string Of(long received, long total, TimeSpan taken)
    {
        if (received == 0 || taken < Telling)
        {
            return string.Empty;
        }

        var rate = received / taken.TotalSeconds;
        var left = TimeSpan.FromSeconds(Math.Min(Math.Max(total - received, 0) / rate, 359_999));
        return total > 0 ? $", {ByteText.Of(rate)}/s, {(int)left.TotalHours}:{left:mm\\:ss} left," : $", {ByteText.Of(rate)}/s,";
    }
}
