using System.Text;

namespace BootService.Cli.Tables;

/// <summary>A table as Stacki 2.0 wrote it (docs/stacki.md): columns padded to their width, the last one too; empty cells filled with <c>-</c>.</summary>
/// <remarks>
/// The owner's column ends in a colon, and vanishes when all rows have the same owner unless the daemon says it stays. No rows: nothing at all.
/// </remarks>
internal sealed class TextTable : ITable
{
    private readonly TextWriter _out;
    private readonly TableHeader _header;
    private readonly bool _showHeader;
    private readonly bool[] _shown;
    private readonly int[] _widths;
    private readonly RowBuffer _rows = new();
    private readonly StringBuilder _line = new();
    private string? _owner;
    private bool _severalOwners;

    public TextTable(TextWriter output, TableHeader header, bool showHeader, string[]? columns)
    {
        _out = output;
        _header = header;
        _showHeader = showHeader;
        _shown = [.. header.Headers.Select(name => columns?.Contains(name) ?? true)];
        _widths = new int[header.Headers.Count];
    }

    public void Row(ReadOnlySpan<byte> json)
    {
        _rows.Add(json);
        var row = new JsonRow(json);
        for (var column = 0; column < _widths.Length && row.Next(); column++)
        {
            _widths[column] = Math.Max(_widths[column], Width(row) + (IsOwner(column) ? 1 : 0));
            if (IsOwner(column) && !_severalOwners)
            {
                _severalOwners = _owner is not null && _owner != row.Text;
                _owner ??= row.Text;
            }
        }
    }

    public void End()
    {
        if (_rows.Rows.Count == 0)
        {
            return;
        }

        _shown[0] &= !_header.Owner || _header.KeepOwner || _severalOwners;
        if (_showHeader)
        {
            WriteHeader();
        }

        foreach (var row in _rows.Rows)
        {
            WriteRow(row.Span);
        }
    }

    private bool IsOwner(int column) => column == 0 && _header.Owner;

    private void WriteHeader()
    {
        for (var column = 0; column < _widths.Length; column++)
        {
            _widths[column] = Math.Max(_widths[column], _header.Headers[column].Length);
            Append(column, _header.Headers[column].ToUpperInvariant(), ' ');
        }

        _out.Write(_line);
        _out.Write('\n');
        _line.Clear();
    }

    private void WriteRow(ReadOnlySpan<byte> json)
    {
        var row = new JsonRow(json);
        for (var column = 0; column < _widths.Length && row.Next(); column++)
        {
            if (_shown[column])
            {
                var text = CellText.Shown(row.Text);
                Append(column, IsOwner(column) && text.Length > 0 ? text + ":" : text, text.Length == 0 ? '-' : ' ');
            }
        }

        _out.Write(_line);
        _out.Write('\n');
        _line.Clear();
    }

    private void Append(int column, string text, char fill)
    {
        if (_shown[column])
        {
            _line.Append(_line.Length > 0 ? " " : string.Empty).Append(text).Append(fill, Math.Max(0, _widths[column] - CellText.Length(text)));
        }
    }

    private static int Width(in JsonRow row) =>
        row.TryPlain(out var octets) && octets.IndexOfAnyInRange((byte)0, (byte)0x1f) < 0 ? octets.Length : CellText.Length(CellText.Shown(row.Text));
}
