using System.Text;

namespace BootService.Http;

/// <summary>Text that a node sends: bounded, and safe to show in a terminal.</summary>
internal static class NodeText
{
    private const int Longest = 2000;

    /// <summary>Reads the start of a body.</summary>
    public static async Task<string> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var buffer = new byte[Longest];
        var length = await request.Body.ReadAtLeastAsync(buffer, Longest, throwOnEndOfStream: false, cancel);
        return Encoding.UTF8.GetString(buffer, 0, length);
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
