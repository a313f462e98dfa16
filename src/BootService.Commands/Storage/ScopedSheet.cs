using BootService.Commands.Attributes;
using BootService.Commands.Files;
using BootService.Commands.Grammar;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Disks;
using BootService.Core.Inventories;

namespace BootService.Commands.Storage;

/// <summary>
/// Reads a spreadsheet whose first column names whose table a row belongs to: a host, an appliance, <c>global</c>, <c>o:OS</c> or <c>e:ENVIRONMENT</c>; an
/// empty one is the row's above. Pure.
/// </summary>
/// <typeparam name="TRow">A row of a table.</typeparam>
/// <param name="file">The spreadsheet.</param>
/// <param name="faults">Told everything that is wrong with it.</param>
internal sealed class ScopedSheet<TRow>(CsvTable file, FileFaults faults)
{
    /// <summary>More rows than the table of any machine has; each is held against all others of its table.</summary>
    private const int MostRows = 500;

    private const int LongestCell = 1000;

    private readonly Dictionary<AttributeOwner, List<(CsvCell[] Cells, TRow Row)>> _tables = [];
    private readonly HashSet<AttributeOwner> _tooLong = [];

    /// <summary>Reads the header; null when there is none, or it has other columns.</summary>
    /// <param name="text">The file.</param>
    /// <param name="needed">The columns that must be there.</param>
    /// <param name="known">All columns that can be.</param>
    /// <param name="faults">Told everything that is wrong with it.</param>
    public static ScopedSheet<TRow>? Open(string text, IReadOnlyCollection<string> needed, IReadOnlyCollection<string> known, FileFaults faults) =>
        CsvTable.Parse(text, header => header.ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal), faults) is { } table
            && HasColumns(table, needed, known, faults) ? new ScopedSheet<TRow>(table, faults) : null;

    /// <summary>Reads the rows.</summary>
    /// <param name="inventory">What there is.</param>
    /// <param name="read">Makes a row of cells, found by their column; what is wrong with them it tells itself.</param>
    public void Read(Inventory inventory, Func<Func<string, CsvCell>, TRow> read)
    {
        AttributeOwner? owner = null;
        foreach (var cells in file.Rows)
        {
            var name = file.Cell(cells, file.Headers.Contains("name") ? "name" : "target");
            if (name.Text.Length > 0 && !faults.Try(name, () => owner = AttributeFile.Owner(inventory, name.Text)))
            {
                owner = null;
                continue;
            }

            if (owner is not { } known)
            {
                TellUnknown(inventory, name);
            }
            else if (IsPlain(cells))
            {
                Keep(known, cells, read);
            }
        }
    }

    /// <summary>The tables of the file, whole, each with whose it is.</summary>
    public IEnumerable<(AttributeOwner Owner, IReadOnlyList<TRow> Rows)> Tables =>
        _tables.Select(pair => (pair.Key, (IReadOnlyList<TRow>)[.. pair.Value.Select(row => row.Row)]));

    /// <summary>Tells what is wrong with a table.</summary>
    public void Tell(AttributeOwner owner, IEnumerable<TableFault> wrong)
    {
        foreach (var fault in wrong)
        {
            faults.Add(file.Cell(_tables[owner][fault.Row].Cells, fault.Column), fault.Sentence);
        }
    }

    private void TellUnknown(Inventory inventory, CsvCell name)
    {
        if (name.Text.Length > 0)
        {
            AttributeFile.TellUnknown(inventory, name, faults);
        }
        else
        {
            faults.Add(name, "the row names no host, appliance or global, and no row above it does");
        }
    }

    private bool IsPlain(CsvCell[] cells)
    {
        foreach (var cell in cells)
        {
            var wrong = cell.Text.AsSpan().IndexOfAny("\t\n\r") >= 0 ? "the cell holds a tab or a line end, which it cannot"
                : cell.Text.Length > LongestCell ? $"the cell has {cell.Text.Length} characters, and {LongestCell} are the most" : null;
            if (wrong is not null)
            {
                faults.Add(cell, wrong);
                return false;
            }
        }

        return true;
    }

    private void Keep(AttributeOwner owner, CsvCell[] cells, Func<Func<string, CsvCell>, TRow> read)
    {
        if (!_tables.TryGetValue(owner, out var rows))
        {
            _tables[owner] = rows = [];
        }

        if (rows.Count < MostRows)
        {
            rows.Add((cells, read(column => file.Cell(cells, column))));
        }
        else if (_tooLong.Add(owner))
        {
            faults.Add(cells[0], $"the table of {CalledScope.Word(owner)} has more than {MostRows} rows, which are the most");
        }
    }

    private static bool HasColumns(CsvTable table, IReadOnlyCollection<string> needed, IReadOnlyCollection<string> known, FileFaults faults)
    {
        var fine = true;
        for (var at = 0; at < table.Headers.Length; at++)
        {
            if (table.Headers[at].Length > 0 && !known.Contains(table.Headers[at]))
            {
                faults.Add(table.HeaderCells[at], $"unknown column \"{Echo.Of(table.HeaderCells[at].Text)}\"{Spelling.DidYouMean(table.Headers[at], known)}");
                fine = false;
            }
        }

        foreach (var missing in needed.Where(column => !table.Headers.Contains(column)))
        {
            faults.Add(table.HeaderCells[0], $"the column \"{missing}\" is missing");
            fine = false;
        }

        return fine;
    }
}
