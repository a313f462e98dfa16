using System.Text;

namespace BootService.Commands.Files;

/// <summary>Writes a table of comma-separated values (RFC 4180) that our own reader takes back as it was.</summary>
internal static class CsvWriter
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",;\t\"\r\n");

    /// <summary>A row with its line end.</summary>
    public static void Append(StringBuilder text, IEnumerable<string> cells)
    {
        var first = true;
        foreach (var cell in cells)
        {
            text.Append(first ? string.Empty : ",");
            first = false;
            if (NeedsQuotes(cell))
            {
                text.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }
            else
            {
                text.Append(cell);
            }
        }

        text.Append('\n');
    }

    private static bool NeedsQuotes(string cell) =>
        cell.Length > 0 && (cell.AsSpan().IndexOfAny(Special) >= 0 || cell[0] is ' ' or '=' or '#' or '\uFEFF' || cell[^1] is ' ' || char.IsWhiteSpace(cell[0])
            || char.IsWhiteSpace(cell[^1])
            || CsvReader.IsBlank(cell[0]) || CsvReader.IsBlank(cell[^1]));
}
