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
    public static string Quote(TemplateText text, Func<TextRun, string> value)
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

    /// <summary>A here-document's delimiter that is no line of the text.</summary>
    public static string Delimiter(string text, string preferred)
    {
        var delimiter = preferred;
        for (var i = 2; HasLine(text, delimiter); i++)
        {
            delimiter = $"{preferred}_{i}";
        }

        return delimiter;
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
