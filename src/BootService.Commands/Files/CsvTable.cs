using System.Collections.Frozen;
using System.Collections.Immutable;
using BootService.Commands.Grammar;

namespace BootService.Commands.Files;

/// <summary>A cell and where it begins, both counted from 1.</summary>
internal readonly record struct CsvCell(string Text, int Line, int Column);

/// <summary>
/// A table as spreadsheets save it (RFC 4180, with commas, semicolons or tabs) with a header. Cells are trimmed unless they are quoted; empty rows, rows
/// that begin with <c>#</c>, and empty cells behind the last column are nothing.
/// </summary>
internal sealed class CsvTable
{
    /// <summary>More columns than any table of hosts has; what has more is no such table.</summary>
    private const int MostColumns = 4096;

    /// <summary>How many rows below the header are looked at for another one: titles and dates stand above it.</summary>
    private const int MostBeginning = 20;

    /// <summary>What Excel shows in a cell whose formula failed.</summary>
    private static readonly FrozenSet<string> Failed = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA");

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly List<CsvCell[]> _rows = [];

    private CsvTable(ImmutableArray<CsvCell> headerCells, ImmutableArray<string> headers) => (HeaderCells, Headers) = (headerCells, headers);

    /// <summary>The names of the columns; empty for a column without one.</summary>
    public ImmutableArray<string> Headers { get; }

    /// <summary>The header as it stands in the file.</summary>
    public ImmutableArray<CsvCell> HeaderCells { get; }

    public IReadOnlyList<CsvCell[]> Rows => _rows;

    /// <summary>The first rows below the header as they stand, those among them that do not fit it.</summary>
    public List<CsvCell[]> Beginning { get; } = [];

    /// <summary>Reads a table; what is wrong with its form is told to <paramref name="faults"/>.</summary>
    /// <param name="text">The file.</param>
    /// <param name="name">What a column is called by what its header says.</param>
    /// <param name="faults">Told of each fault.</param>
    /// <returns>Null when there is not even a header.</returns>
    public static CsvTable? Parse(string text, Func<string, string> name, FileFaults faults) =>
        ParseByHeader(text, headings => headings.Select(name), faults);

    /// <summary>Reads a table where what a column is called depends on what others there are.</summary>
    /// <param name="text">The file.</param>
    /// <param name="names">What the columns are called by what the header says, in its order.</param>
    /// <param name="faults">Told of each fault.</param>
    /// <returns>Null when there is not even a header.</returns>
    public static CsvTable? ParseByHeader(string text, Func<IReadOnlyList<string>, IEnumerable<string>> names, FileFaults faults)
    {
        if (text.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            faults.Add(new CsvCell(string.Empty, 1, 1), "this is JSON, and what is read here is a table: a row of headings, and a row below it for each thing");
            return null;
        }

        CsvTable? table = null;
        foreach (var row in CsvReader.Rows(text, faults))
        {
            if (Array.TrueForAll(row, cell => cell.Text.Length == 0) || IsComment(row[0].Text))
            {
                continue;
            }

            if (table is null)
            {
                if (row.Length > MostColumns)
                {
                    faults.Add(row[MostColumns], $"the header has {row.Length} columns, and {MostColumns} are the most");
                    return null;
                }

                table = new CsvTable([.. row], [.. names([.. row.Select(cell => cell.Text)])]);
                table.TakeHeaders(faults);
            }
            else
            {
                if (table.Beginning.Count < MostBeginning)
                {
                    table.Beginning.Add(row);
                }

                table.Take(row, faults);
            }
        }

        if (table is null)
        {
            faults.Add(new CsvCell(string.Empty, 1, 1), "the file is empty");
        }

        return table;
    }

    private static bool IsComment(string first) => first.StartsWith('#') && !Failed.Contains(first);

    /// <summary>Whether there is such a column.</summary>
    public bool Has(string header) => _columns.ContainsKey(header);

    /// <summary>Whether any row says anything in a column.</summary>
    public bool IsUsed(int column) => _rows.Exists(row => column < row.Length && row[column].Text.Length > 0);

    /// <summary>The cell of a row in a column; empty, at the row's start, when there is none.</summary>
    public CsvCell Cell(CsvCell[] row, string header) =>
        _columns.TryGetValue(header, out var at) && at < row.Length ? row[at] : new CsvCell(string.Empty, row[0].Line, row[0].Column);

    /// <summary>This table with one column more, or with the empty cells of one filled. Its cells stand where their row begins.</summary>
    /// <param name="header">The column.</param>
    /// <param name="text">What stands there in a row.</param>
    public CsvTable Filled(string header, Func<CsvCell[], string> text)
    {
        var at = _columns.GetValueOrDefault(header, Headers.Length);
        var table = at < Headers.Length ? new CsvTable(HeaderCells, Headers)
            : new CsvTable(HeaderCells.Add(new CsvCell(header, HeaderCells[0].Line, HeaderCells[0].Column)), Headers.Add(header));
        foreach (var (name, place) in _columns.Append(new KeyValuePair<string, int>(header, at)))
        {
            table._columns[name] = place;
        }

        foreach (var row in _rows)
        {
            var cells = new CsvCell[Math.Max(row.Length, at + 1)];
            Array.Fill(cells, new CsvCell(string.Empty, row[0].Line, row[0].Column));
            row.CopyTo(cells, 0);
            cells[at] = cells[at].Text.Length > 0 ? cells[at] : cells[at] with { Text = text(row) };
            table._rows.Add(cells);
        }

        return table;
    }

    /// <summary>This table with the cells of a column as they are meant.</summary>
    /// <param name="header">The column.</param>
    /// <param name="text">What a cell means.</param>
    public CsvTable Rewritten(string header, Func<string, string> text)
    {
        var table = Has(header) ? Filled(header, _ => string.Empty) : this;
        foreach (var row in Has(header) ? table._rows : [])
        {
            ref var cell = ref row[_columns[header]];
            cell = cell with { Text = text(cell.Text) };
        }

        return table;
    }

    /// <summary>This table where a column has no meaning.</summary>
    public CsvTable Without(string header)
    {
        var table = new CsvTable(HeaderCells, [.. Headers.Select(name => name == header ? $"other {name}" : name)]);
        foreach (var (name, place) in _columns.Where(column => column.Key != header))
        {
            table._columns[name] = place;
        }

        table._rows.AddRange(_rows);
        return table;
    }

    private bool IsHeaderAgain(CsvCell[] row)
    {
        for (var at = 0; at < Math.Max(row.Length, HeaderCells.Length); at++)
        {
            if ((at < row.Length ? row[at].Text : string.Empty) != (at < HeaderCells.Length ? HeaderCells[at].Text : string.Empty))
            {
                return false;
            }
        }

        return true;
    }

    private void TakeHeaders(FileFaults faults)
    {
        for (var at = 0; at < Headers.Length; at++)
        {
            if (Headers[at].Length > 0 && !_columns.TryAdd(Headers[at], at))
            {
                faults.Add(HeaderCells[at], $"column \"{Echo.Of(HeaderCells[at].Text)}\" is there twice");
            }
        }
    }

    private void Take(CsvCell[] row, FileFaults faults)
    {
        if (IsHeaderAgain(row))
        {
            // Files that were put behind each other.
            faults.Remark(row[0], "the names of the columns stand here again and were left out");
            return;
        }

        for (var at = 0; at < row.Length; at++)
        {
            if (row[at].Text.Length == 0)
            {
                continue;
            }

            if (at >= Headers.Length)
            {
                faults.Add(row[at], $"the row has {row.Length} cells and the header has {Headers.Length}");
                return;
            }

            if (Headers[at].Length == 0)
            {
                faults.Add(row[at], $"\"{Echo.Of(row[at].Text)}\" stands in a column without a header");
            }
            else if (Failed.Contains(row[at].Text))
            {
                faults.Add(
                    row[at], $"\"{Echo.Of(row[at].Text)}\" is what a spreadsheet shows where a formula has failed: mend it there, and save the file again");
            }
            else if (row[at].Text.Contains('\uFFFD', StringComparison.Ordinal))
            {
                faults.Add(row[at], $"\"{Echo.Of(row[at].Text)}\" holds a character that was lost when the file was read: save it as UTF-8");
            }
        }

        _rows.Add(row);
    }
}
