using System.Buffers;
using System.Text;
using BootService.Core.Profiles.Nodes;

namespace BootService.Core.Profiles.Emit;

/// <summary>Writes words and texts a shell takes apart again as they were.</summary>
internal static class ShellWord
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@%+=,-");

    /// <summary>One word, nothing in it expanded.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Plain) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>One word in which variables the author wrote are expanded, and those in attribute values are not.</summary>
    public static string Quote(AttributeTemplate text, Func<TextRun, string> value)
    {
        var word = new StringBuilder();
        foreach (var run in text.Runs)
        {
            foreach (var c in value(run))
            {
                word.Append(c is '"' or '\\' or '`' || (c is '$' && run.IsEntity) ? $"\\{c}" : c.ToString());
            }
        }

        var quoted = word.ToString();
        return quoted.Length > 0 && !quoted.AsSpan().ContainsAnyExcept(Plain) ? quoted : $"\"{quoted}\"";
    }

    /// <summary>A here-document's delimiter that is no line of the text, and that no line begins like before it goes on beyond ASCII.</summary>
    /// <remarks>dash drops a byte of a line such as <c>Eü</c> while it looks whether the line is <c>EOF</c>.</remarks>
    public static string Delimiter(string text, string preferred)
    {
        var delimiter = preferred;
        for (var first = 'A'; first <= 'Z' && BeginsLike(text, delimiter); first++)
        {
            delimiter = $"{first}_{preferred}";
        }

        var free = delimiter;
        for (var i = 2; HasLine(text, free); i++)
        {
            free = $"{delimiter}_{i}";
        }

        return free;
    }

    private static bool BeginsLike(string text, string delimiter)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var common = line.CommonPrefixLength(delimiter);
            if (common > 0 && common < line.Length && !char.IsAscii(line[common]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasLine(string text, string line)
    {
        for (var at = text.IndexOf(line, StringComparison.Ordinal); at >= 0; at = text.IndexOf(line, at + 1, StringComparison.Ordinal))
        {
            var end = at + line.Length;
            if ((at == 0 || text[at - 1] is '\n') && (end == text.Length || text[end] is '\n'))
            {
                return true;
            }
        }

        return false;
    }
}
