using System.Text;

namespace BootService.Cli.Tables;

/// <summary>A table whose rows are shown as they come: nobody knows how wide the next one is, so that columns only ever grow. The last one is text of any length.</summary>
internal sealed class LiveTable : ITable
{
    private readonly TextWriter _out;
    private readonly TableHeader _header;
    private readonly bool[] _shown;
    private readonly int[] _widths;
    private readonly StringBuilder _line = new();
    private readonly bool _bold;
    private bool _headerIsDue;

    public LiveTable(TextWriter output, TableHeader header, bool showHeader, string[]? columns, bool bold)
    {
        (_out, _header, _bold, _headerIsDue) = (output, header, bold, showHeader);
        _shown = [.. header.Headers.Select(name => columns?.Contains(name) ?? true)];
        _widths = [.. header.Headers.Select(name => name.Length)];
    }

    public void Row(ReadOnlySpan<byte> json)
    {
        var cells = Cells(json);
        for (var column = 0; column < cells.Length; column++)
        {
            _widths[column] = Math.Max(_widths[column], CellText.Length(cells[column]));
        }

        if (_headerIsDue)
        {
            _headerIsDue = false;
            Write([.. _header.Headers.Select(name => name.ToUpperInvariant())], _bold);
        }

        Write(cells, bold: false);
    }

    public void End()
    {
    }

    private string[] Cells(ReadOnlySpan<byte> json)
    {
        var cells = new string[_widths.Length];
        Array.Fill(cells, "-");
        var row = new JsonRow(json);
        for (var column = 0; column < cells.Length && row.Next(); column++)
        {
            var text = CellText.Shown(row.Text);
            cells[column] = text.Length == 0 ? "-" : column == 0 && _header.Owner ? text + ":" : text;
        }

        return cells;
    }

    private void Write(string[] cells, bool bold)
    {
        for (var column = 0; column < cells.Length; column++)
        {
            if (_shown[column])
            {
                _line.Append(_line.Length > 0 ? " " : string.Empty).Append(cells[column]).Append(' ', Math.Max(0, _widths[column] - CellText.Length(cells[column])));
            }
        }

        var line = _line.ToString().TrimEnd();
        _line.Clear();
        _out.Write(bold ? $"\e[1m{line}\e[0m\n" : line + "\n");
        _out.Flush();
    }
}
