using System.Text;
using System.Text.Json;
using BootService.Commands.Profiles;

namespace BootService.Cli.Tables;

/// <summary>
/// A table for a person at a screen: what does not fit is cut or left out by its importance, states have colours, times are those of the clock on the wall, and
/// nothing stands where nothing is.
/// </summary>
/// <remarks>What a program reads through a pipe is <see cref="TextTable"/>, whose form does not depend on who looks.</remarks>
internal sealed class ScreenTable : ITable
{
    private const string Gap = "  ";

    private readonly TextWriter _out;
    private readonly TableHeader _header;
    private readonly bool _showHeader;
    private readonly string[]? _columns;
    private readonly Screen _screen;
    private readonly ScreenTime _time;
    private readonly Action<string> _remark;
    private readonly List<string[]> _rows = [];
    private readonly bool[] _isNumber;
    private readonly bool[] _isTime;

    public ScreenTable(TextWriter output, TableHeader header, bool showHeader, string[]? columns, Screen screen, ScreenTime time, Action<string> remark)
    {
        (_out, _header, _showHeader, _columns, _screen, _time, _remark) = (output, header, showHeader, columns, screen, time, remark);
        _isNumber = [.. header.Headers.Select(_ => true)];
        _isTime = [.. header.Headers.Select(_ => true)];
    }

    /// <summary>Whether a row always stays on one line. Otherwise sentences are broken into several where all rows fit the screen.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether there was no row.</summary>
    public bool IsEmpty => _rows.Count == 0;

    public void Row(ReadOnlySpan<byte> json)
    {
        var cells = new string[_header.Headers.Count];
        Array.Fill(cells, string.Empty);
        var row = new JsonRow(json);
        for (var column = 0; column < cells.Length && row.Next(); column++)
        {
            var text = row.Kind switch
            {
                JsonTokenType.True => "yes",
                JsonTokenType.False => "no",
                _ => CellText.Shown(row.Text),
            };
            _isNumber[column] &= text.Length == 0 || row.Kind is JsonTokenType.Number;
            _isTime[column] &= text.Length == 0 || ScreenTime.Is(text);
            cells[column] = text;
        }

        _rows.Add(cells);
    }

    public void End()
    {
        if (_rows.Count == 0)
        {
            return;
        }

        var isOwned = _header is { Owner: true } && (_header.KeepOwner || _rows.Exists(row => row[0] != _rows[0][0]));
        foreach (var row in _rows)
        {
            Dress(row);
        }

        var rows = isOwned && _rows.Count > _screen.Height - 2 ? Folded() : _rows;
        var shown = Enumerable.Range(0, _header.Headers.Count)
            .Where(column => (_columns?.Contains(_header.Headers[column]) ?? true) && (column > 0 || isOwned || !_header.Owner || _header.Headers.Count == 1))
            .ToArray();
        string[] titles =
            [.. _header.Headers.Select(
                (header, column) => header.ToUpperInvariant()
                    + (_isTime[column] && rows.Exists(row => row[column].Length > 0) ? $" ({_time.Zone})" : string.Empty))];
        var widths = Enumerable.Range(0, titles.Length)
            .Select(column => Math.Max(_showHeader ? titles[column].Length : 0, rows.Max(row => CellText.Length(row[column])))).ToArray();
        var kept = ColumnFit.Into(_screen.Width, [.. shown.Select(column => new FittedColumn(
            column, widths[column], _header.Headers[column], rows.TrueForAll(row => row[column].Length == 0), _columns is not null))], Gap.Length);
        if (_showHeader)
        {
            Write(titles, kept, _ => ScreenColours.Bold);
        }

        var isCut = IsCut || rows.Count > _screen.Height;
        foreach (var row in rows)
        {
            foreach (var line in isCut ? [row] : Lines(row, kept))
            {
                Write(line, kept, column => ColumnPolicy.IsState(_header.Headers[column]) ? ScreenColours.Of(line[column]) : string.Empty);
            }
        }

        var left = shown.Except(kept.Select(column => column.Index)).Where(column => rows.Exists(row => row[column].Length > 0))
            .Select(column => _header.Headers[column]).ToArray();
        if (left.Length > 0)
        {
            _remark($"left out for want of room: {string.Join(", ", left)} (a wider screen or output-col= shows them)");
        }
    }

    /// <summary>A row as the lines it takes: what says a sentence goes on below.</summary>
    private static List<string[]> Lines(string[] row, IReadOnlyList<FittedColumn> kept)
    {
        List<string[]> lines = [[.. row]];
        foreach (var (column, width, header, _, _) in kept)
        {
            if (!ColumnPolicy.IsProse(header) || CellText.Length(row[column]) <= width)
            {
                continue;
            }

            var parts = CellText.Wrapped(row[column], width);
            while (lines.Count < parts.Count)
            {
                lines.Add([.. row.Select(_ => string.Empty)]);
            }

            for (var at = 0; at < parts.Count; at++)
            {
                lines[at][column] = parts[at];
            }
        }

        return lines;
    }

    private void Dress(string[] row)
    {
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = row[column].Length == 0 ? string.Empty : _isTime[column] ? _time.Of(row[column]) : row[column];
        }

        if (_header.Owner && row[0].Length > 0)
        {
            row[0] += ":";
        }
    }

    /// <summary>Neighbours that are equal but for whose they are, as one row: a person scrolls through what differs.</summary>
    private List<string[]> Folded()
    {
        var folded = new List<string[]>();
        for (var at = 0; at < _rows.Count;)
        {
            var end = at + 1;
            while (end < _rows.Count && _rows[end].AsSpan(1).SequenceEqual(_rows[at].AsSpan(1)))
            {
                end++;
            }

            var owners = _rows[at..end].Select(row => row[0].TrimEnd(':')).Distinct(StringComparer.Ordinal).ToArray();
            folded.AddRange(owners.Length == end - at && owners.Length > 1 ? [[HostRanges.Fold(owners) + ":", .. _rows[at].AsSpan(1)]] : _rows[at..end]);
            at = end;
        }

        return folded;
    }

    private void Write(string[] cells, IReadOnlyList<FittedColumn> columns, Func<int, string> colour)
    {
        var line = new StringBuilder();
        for (var at = 0; at < columns.Count; at++)
        {
            var column = columns[at];
            var text = CellText.Cut(cells[column.Index], column.Width);
            var pad = Math.Max(0, column.Width - CellText.Length(text));
            var isLast = at == columns.Count - 1;
            var code = _screen.IsColoured && text.Length > 0 ? colour(column.Index) : string.Empty;
            line.Append(at > 0 ? Gap : string.Empty)
                .Append(' ', _isNumber[column.Index] ? pad : 0)
                .Append(code).Append(text).Append(code.Length > 0 ? ScreenColours.Plain : string.Empty)
                .Append(' ', _isNumber[column.Index] || isLast ? 0 : pad);
        }

        _out.Write(line.ToString().TrimEnd(' '));
        _out.Write('\n');
    }
}
