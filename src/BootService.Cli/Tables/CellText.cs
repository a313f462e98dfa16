using System.Text;
using BootService.Core;

namespace BootService.Cli.Tables;

/// <summary>Cells as a terminal shows them.</summary>
internal static class CellText
{
    /// <summary>How many columns a text takes.</summary>
    public static int Length(string text) => Ascii.IsValid(text) ? text.Length : text.EnumerateRunes().Count();

    /// <summary>A text in so many columns: its beginning and an ellipsis when it has more.</summary>
    public static string Cut(string text, int width)
    {
        if (Length(text) <= width)
        {
            return text;
        }

        var cut = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(Math.Max(0, width - 1)))
        {
            cut.Append(rune);
        }

        return cut.Append('…').ToString();
    }

    /// <summary>A text in lines of so many columns, broken between words where it can be.</summary>
    public static IReadOnlyList<string> Wrapped(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            var rest = word;
            if (line.Length > 0 && Length(line.ToString()) + 1 + Length(rest) > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            while (Length(rest) > width)
            {
                var part = string.Concat(rest.EnumerateRunes().Take(width));
                lines.Add(part);
                rest = rest[part.Length..];
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(rest);
        }

        lines.Add(line.ToString());
        return lines;
    }

    /// <summary>
    /// A text that stays on its line, does nothing to a terminal, and hides nothing: a mark that turns the rest of a line round is shown as \u202e.
    /// </summary>
    public static string Shown(string text) => HiddenSigns.Shown(text, (shown, sign) => shown.Append(sign.Value switch
    {
        '\n' => "\\n",
        '\t' => "\\t",
        '\r' => "\\r",
        var other => $"\\x{other:x2}",
    }));
}
