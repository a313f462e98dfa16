using System.Collections.Immutable;
using System.Text;

namespace BootService.Commands.Files;

/// <summary>A cell and where it begins, both counted from 1.</summary>
internal readonly record struct CsvCell(string Text, int Line, int Column);

/// <summary>A table of comma-separated values (RFC 4180) with a header; cells are trimmed unless they are quoted, empty lines are skipped.</summary>
internal sealed class CsvTable
{
    private readonly List<CsvCell[]> _rows = [];

    private CsvTable(ImmutableArray<string> headers, ImmutableArray<CsvCell> headerCells) => (Headers, HeaderCells) = (headers, headerCells);

    /// <summary>The names of the columns, in lower case unless the caller asked for them as they are.</summary>
    public ImmutableArray<string> Headers { get; }

    /// <summary>The header as it stands in the file.</summary>
    public ImmutableArray<CsvCell> HeaderCells { get; }

    public IReadOnlyList<CsvCell[]> Rows => _rows;

    /// <summary>Reads a table; what is wrong with its form is told to <paramref name="faults"/>.</summary>
    /// <returns>Null when there is not even a header.</returns>
    public static CsvTable? Parse(string text, bool foldHeaders, FileFaults faults)
    {
        CsvTable? table = null;
        foreach (var row in Cells(text.TrimStart('\uFEFF'), faults).Where(row => row.Any(cell => cell.Text.Length > 0)))
        {
            if (table is null)
            {
                table = new CsvTable([.. row.Select(cell => foldHeaders ? cell.Text.ToLowerInvariant() : cell.Text)], [.. row]);
                table.CheckHeaders(row, faults);
            }
            else if (row.Length > table.Headers.Length)
            {
                faults.Add(row[table.Headers.Length], $"the row has {row.Length} cells and the header has {table.Headers.Length}");
            }
            else
            {
                table._rows.Add(row);
            }
        }

        if (table is null)
        {
            faults.Add(new CsvCell(string.Empty, 1, 1), "the file is empty");
        }

        return table;
    }

    /// <summary>The cell of a row in a column; empty, at the row's start, when there is none.</summary>
    public CsvCell Cell(CsvCell[] row, string header)
    {
        var at = Headers.IndexOf(header);
        return at >= 0 && at < row.Length ? row[at] : new CsvCell(string.Empty, row[0].Line, row[0].Column);
    }

    private void CheckHeaders(CsvCell[] row, FileFaults faults)
    {
        for (var at = 0; at < row.Length; at++)
        {
            if (Headers.IndexOf(Headers[at]) != at)
            {
                faults.Add(row[at], $"column \"{row[at].Text}\" is there twice");
            }
        }
    }

    private static IEnumerable<CsvCell[]> Cells(string text, FileFaults faults)
    {
        var reader = new CsvReader(text);
        var row = new List<CsvCell>();
        while (!reader.AtEnd)
        {
            var cell = reader.ReadCell(out var fault);
            row.Add(cell);
            if (fault is not null)
            {
                faults.Add(cell, fault);
            }

            if (reader.EndsRow())
            {
                yield return [.. row];
                row.Clear();
            }
        }
    }

    private sealed class CsvReader(string text)
    {
        private int _at;
        private int _line = 1;
        private int _lineStart;
        private bool _cellOwed;

        public bool AtEnd => _at >= text.Length && !_cellOwed;

        public CsvCell ReadCell(out string? fault)
        {
            fault = null;
            _cellOwed = false;
            while (_at < text.Length && text[_at] is ' ' or '\t')
            {
                _at++;
            }

            var (line, column) = (_line, _at - _lineStart + 1);
            if (_at < text.Length && text[_at] == '"')
            {
                return new CsvCell(ReadQuoted(out fault), line, column);
            }

            var start = _at;
            while (_at < text.Length && text[_at] is not (',' or '\n'))
            {
                _at++;
            }

            return new CsvCell(text[start.._at].TrimEnd(), line, column);
        }

        /// <summary>Steps over what ends a cell; true when the row ends with it.</summary>
        public bool EndsRow()
        {
            while (_at < text.Length && text[_at] is ' ' or '\t' or '\r')
            {
                _at++;
            }

            if (_at < text.Length && text[_at] == ',')
            {
                _at++;
                _cellOwed = true;
                return false;
            }

            NewLine();
            return true;
        }

        private string ReadQuoted(out string? fault)
        {
            var content = new StringBuilder();
            for (_at++; _at < text.Length; _at++)
            {
                if (text[_at] == '"' && (_at + 1 >= text.Length || text[_at + 1] != '"'))
                {
                    _at++;
                    var end = text.AsSpan(_at).IndexOfAny(',', '\n') is var next and >= 0 ? _at + next : text.Length;
                    fault = text.AsSpan(_at, end - _at).IsWhiteSpace() ? null : "after the closing quote there is more text: double the quotes inside the cell";
                    _at = end;
                    return content.ToString();
                }

                _at += text[_at] == '"' ? 1 : 0;
                content.Append(text[_at]);
                if (text[_at] == '\n')
                {
                    (_line, _lineStart) = (_line + 1, _at + 1);
                }
            }

            fault = "the quoted cell that begins here lacks its closing quote";
            return content.ToString();
        }

        private void NewLine()
        {
            if (_at < text.Length)
            {
                _at++;
                (_line, _lineStart) = (_line + 1, _at);
            }
        }
    }
}
