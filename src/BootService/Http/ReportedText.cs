using System.Text;
using BootService.Core;
using BootService.Core.Profiles;
using Microsoft.AspNetCore.Connections;

namespace BootService.Http;

/// <summary>Text that a node sends: bounded, and safe to show in a terminal.</summary>
internal static class ReportedText
{
    private const int Longest = 2000;
    private const int LongestLog = 4000;

    /// <summary>Reads the start of a body; of one that is too long, cut short or garbled what came.</summary>
    public static async Task<string> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.Method != HttpMethods.Post)
        {
            return string.Empty;
        }

        var buffer = new byte[LongestLog];
        var length = 0;
        try
        {
            while (length < buffer.Length && await request.Body.ReadAsync(buffer.AsMemory(length), cancel) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception fault) when (fault is BadHttpRequestException or ConnectionResetException)
        {
            // The address says what is reported, and that counts all the same; of its log only the beginning would have been kept.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    /// <summary>The end of a log that a node sends: lines without control characters, secrets masked; null when there is nothing in it.</summary>
    /// <param name="text">What it sent.</param>
    /// <param name="secrets">What must not be kept.</param>
    public static string? Log(string text, IEnumerable<string> secrets)
    {
        var masked = secrets.Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length)
            .Aggregate(text, (log, secret) => log.Replace(secret, ReportUrls.Mask, StringComparison.Ordinal));
        var lines = string.Join('\n', masked.Replace('\r', '\n').Split('\n').Select(line => HiddenSigns.Shown(line, control: ' ')));
        return lines.Trim() is { Length: > 0 } kept ? kept : null;
    }

    /// <summary>One line without control characters, which could move a terminal's cursor, and other signs that nobody sees; cut when it is too long.</summary>
    public static string Clean(string text) =>
        HiddenSigns.Shown(text.Length > Longest ? text[..Longest] : text, control: ' ').Trim();
}
