using System.Text;

namespace BootService.Core.Repositories;

/// <summary>Lines of foreign texts, which end somewhere: whoever asks a reader for a line that never ends gathers it in memory.</summary>
internal static class ForeignLines
{
    /// <summary>The lines of a text in UTF-8, without their ends; what follows the beginning of a line that is longer is left out.</summary>
    /// <param name="text">The text; stays open.</param>
    /// <param name="longest">Most characters of a line.</param>
    public static IEnumerable<string> Beginnings(Stream text, int longest) => Lines(text, longest, tooLong: null);

    /// <summary>The lines of a text in UTF-8, without their ends.</summary>
    /// <param name="text">The text; stays open.</param>
    /// <param name="longest">Most characters of a line.</param>
    /// <exception cref="InvalidDataException">A line is longer.</exception>
    public static IEnumerable<string> Whole(Stream text, int longest) =>
        Lines(text, longest, $"a line in it has more than {longest} characters, as no list of packages has");

    private static IEnumerable<string> Lines(Stream text, int longest, string? tooLong)
    {
        using var reader = new StreamReader(text, leaveOpen: true);
        var line = new StringBuilder();
        var room = new char[4096];
        while (reader.Read(room) is var read and > 0)
        {
            for (var at = 0; at < read;)
            {
                var end = Array.IndexOf(room, '\n', at, read - at) is >= 0 and var found ? found : read;
                var (length, left) = (end - at, longest - line.Length);
                if (length > left && tooLong is not null)
                {
                    throw new InvalidDataException(tooLong);
                }

                line.Append(room, at, Math.Min(length, left));
                if (end < read)
                {
                    yield return Ended(line);
                }

                at = end + 1;
            }
        }

        if (line.Length > 0)
        {
            yield return Ended(line);
        }
    }

    private static string Ended(StringBuilder line)
    {
        var text = line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
        line.Clear();
        return text;
    }
}
