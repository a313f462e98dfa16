using System.Text;
using BootService.Core.Profiles;

namespace BootService.Http;

/// <summary>Text that a node sends: bounded, and safe to show in a terminal.</summary>
internal static class ReportedText
{
    private const int Longest = 2000;
    private const int LongestLog = 4000;

    /// <summary>Reads the start of a body.</summary>
    public static async Task<string> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.Method != HttpMethods.Post)
        {
            return string.Empty;
        }

        var buffer = new byte[LongestLog];
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer, LongestLog, throwOnEndOfStream: false, cancel);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            return string.Empty; // what it reports counts all the same; of its log only the beginning would have been kept
        }
    }

    /// <summary>The end of a log that a node sends: lines without control characters, secrets masked; null when there is nothing in it.</summary>
    /// <param name="text">What it sent.</param>
    /// <param name="secrets">What must not be kept.</param>
    public static string? Log(string text, IEnumerable<string> secrets)
    {
        var masked = secrets.Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length)
            .Aggregate(text, (log, secret) => log.Replace(secret, ReportUrls.Mask, StringComparison.Ordinal));
        var lines = new StringBuilder(masked.Length);
        foreach (var letter in masked)
        {
            lines.Append(letter is '\n' || !char.IsControl(letter) ? letter : letter is '\r' ? '\n' : ' ');
        }

        return lines.ToString().Trim() is { Length: > 0 } kept ? kept : null;
    }

    /// <summary>One line without control characters, which could move a terminal's cursor; cut when it is too long.</summary>
    public static string Clean(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var letter in text)
        {
            if (line.Length == Longest)
            {
                break;
            }

            line.Append(char.IsControl(letter) ? ' ' : letter);
        }

        return line.ToString().Trim();
    }
}
