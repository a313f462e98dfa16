using System.Text;

namespace BootService.Cli.Tables;

/// <summary>
/// Values with commas between them (RFC 4180, with the line ends of this system): booleans as <c>true</c> and <c>false</c>, the items of a list with spaces
/// between them.
/// </summary>
internal sealed class CsvTable(TextWriter output, TableHeader header, bool showHeader, string[]? columns) : ITable
{
    private readonly StringBuilder _line = new();
    private bool _headerIsDue = showHeader;

    public void Row(ReadOnlySpan<byte> json)
    {
        TellHeader();
        var row = new JsonRow(json);
        var first = true;
        for (var column = 0; row.Next() && column < header.Headers.Count; column++)
        {
            if (IsShown(header.Headers[column]))
            {
                Add(row.Kind switch
                {
                    System.Text.Json.JsonTokenType.True => "true",
                    System.Text.Json.JsonTokenType.False => "false",
                    _ => row.Text,
                }, ref first);
            }
        }

        Write();
    }

    public void End() => TellHeader();

    private bool IsShown(string name) => columns?.Contains(name) ?? true;

    private void TellHeader()
    {
        if (!_headerIsDue)
        {
            return;
        }

        _headerIsDue = false;
        var first = true;
        foreach (var name in header.Headers.Where(IsShown))
        {
            Add(name, ref first);
        }

        Write();
    }

    private void Add(string text, ref bool first)
    {
        _line.Append(first ? string.Empty : ",");
        first = false;
        _line.Append(
            text.AsSpan().IndexOfAny("\",\r\n") >= 0 || text is [' ', ..] or [.., ' '] ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
    }

    private void Write()
    {
        output.Write(_line.Append('\n'));
        _line.Clear();
        if (header.Live)
        {
            output.Flush();
        }
    }
}
