using System.Text;

namespace BootService.Cli.Tables;

/// <summary>
/// A table whose rows are shown as they come: nobody knows how wide the next one is, so that columns only ever grow. The last one is text of any length.
/// </summary>
internal sealed class LiveTable : ITable
{
    private readonly TextWriter _out;
    private readonly TableHeader _header;
    private readonly bool[] _shown;
    private readonly int[] _widths;
    private readonly StringBuilder _line = new();
    private readonly Screen? _screen;
    private readonly string _nothing;
    private bool _headerIsDue;

    public LiveTable(TextWriter output, TableHeader header, bool showHeader, string[]? columns, Screen? screen)
    {
        (_out, _header, _screen, _headerIsDue) = (output, header, screen, showHeader);
        _nothing = screen is null ? "-" : string.Empty;
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
            Write([.. _header.Headers.Select(name => name.ToUpperInvariant())], isHeader: true);
        }

        Write(cells, isHeader: false);
    }

    public void End()
    {
    }

    private string[] Cells(ReadOnlySpan<byte> json)
    {
        var cells = new string[_widths.Length];
        Array.Fill(cells, _nothing);
        var row = new JsonRow(json);
        for (var column = 0; column < cells.Length && row.Next(); column++)
        {
            var text = CellText.Shown(row.Text);
            cells[column] = text.Length == 0 ? _nothing : column == 0 && _header.Owner ? text + ":" : text;
        }

        return cells;
    }

    private void Write(string[] cells, bool isHeader)
    {
        var used = 0;
        for (var column = 0; column < cells.Length; column++)
        {
            if (!_shown[column])
            {
                continue;
            }

            var room = _screen is null ? int.MaxValue : _screen.Width - used - (used > 0 ? 1 : 0);
            if (room <= 0)
            {
                break;
            }

            var text = CellText.Cut(cells[column], room);
            var code = Code(column, text, isHeader);
            _line.Append(used > 0 ? " " : string.Empty)
                .Append(code).Append(text).Append(code.Length > 0 ? ScreenColours.Plain : string.Empty)
                .Append(' ', Math.Clamp(_widths[column] - CellText.Length(text), 0, room - CellText.Length(text)));
            used += (used > 0 ? 1 : 0) + Math.Max(_widths[column], CellText.Length(text));
        }

        _out.Write(_line.ToString().TrimEnd(' '));
        _out.Write('\n');
        _line.Clear();
        _out.Flush();
    }

    private string Code(int column, string text, bool isHeader) =>
        _screen is not { IsColoured: true } || text.Length == 0 ? string.Empty
        : isHeader ? ScreenColours.Bold
        : ColumnPolicy.IsState(_header.Headers[column]) ? ScreenColours.Of(text)
        : string.Empty;
}
