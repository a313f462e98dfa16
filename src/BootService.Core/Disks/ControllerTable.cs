using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace BootService.Core.Disks;

/// <summary>
/// How the RAID controllers of a machine are to be configured, kept as the attribute <c>storage.controllers</c> like a <see cref="DiskTable"/>: a row a line,
/// the whole table of the narrowest scope wins. What carries it out is a program of the site's.
/// </summary>
/// <param name="Rows">The rows in order.</param>
public sealed record ControllerTable(ImmutableArray<ControllerRow> Rows)
{
    /// <summary>The attribute it is kept in.</summary>
    public const string Attribute = "storage.controllers";

    /// <summary>The word of a spreadsheet for a cell that is not the row's above, but nothing.</summary>
    public const string Nothing = "-";

    /// <summary>The columns of a row, in order.</summary>
    public static readonly ImmutableArray<string> Columns = ["enclosure", "adapter", "slot", "raidlevel", "arrayid", "options"];

    private static readonly SearchValues<char> NotInCells = SearchValues.Create("$`\\\n\r'\"");

    // The fewest disks of each level.
    private static readonly (string Name, int Least)[] Levels = [("0", 1), ("1", 2), ("5", 3), ("6", 4), ("10", 4), ("50", 6), ("60", 8)];

    /// <summary>A table without rows.</summary>
    public static ControllerTable Empty { get; } = new([]);

    /// <summary>Reads the text of the attribute.</summary>
    /// <exception cref="RefusedException">A line is no row.</exception>
    public static ControllerTable Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ControllerTable(
            [.. text.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => ControllerRow.Parse(line.TrimEnd('\r')))]);
    }

    /// <summary>The text of the attribute.</summary>
    public override string ToString() => string.Join('\n', Rows.Select(row => row.ToLine()));

    /// <summary>The table as the site's program reads it: comma-separated values with a line of column names, each line with its newline.</summary>
    public string ToCsv() =>
        string.Concat(Rows.Select(row => row.Cells).Prepend([.. Columns])
            .Select(cells => string.Join(',', cells.Select(cell => cell.Contains(',', StringComparison.Ordinal) ? $"\"{cell}\"" : cell)) + "\n"));

    /// <summary>Everything that is wrong with the table; empty when nothing is.</summary>
    /// <param name="whole">Whether the table is complete; rows that are still to come are missed only then.</param>
    public IEnumerable<TableFault> Faults(bool whole = true)
    {
        for (var at = 0; at < Rows.Length; at++)
        {
            foreach (var (column, sentence) in OfRow(Rows[at]).Concat(OfPlace(at)))
            {
                yield return new TableFault(at, column, sentence);
            }
        }

        foreach (var fault in whole ? OfArrays() : [])
        {
            yield return fault;
        }
    }

    /// <summary>The rows as a spreadsheet has them, from which <see cref="Filled"/> makes the same table again.</summary>
    public IEnumerable<string[]> SheetRows()
    {
        var filled = Filled((at, column) => Rows[at].Cells[Columns.IndexOf(column)].Length == 0);
        return Rows.Zip(filled.Rows, (row, other) =>
            row.Cells.Zip(other.Cells, (cell, otherwise) => cell == otherwise ? cell : Nothing).ToArray());
    }

    /// <summary>
    /// The table with the cells that a spreadsheet leaves empty: enclosure, adapter and options are an array's, so that a row has those of the nearest row
    /// above of the same array, else below, as Stacki's spreadsheets mean it.
    /// </summary>
    /// <param name="isEmpty">Whether nothing stands in a cell, by the row's number and the column.</param>
    public ControllerTable Filled(Func<int, string, bool> isEmpty)
    {
        ArgumentNullException.ThrowIfNull(isEmpty);
        return new ControllerTable([.. Rows.Select((row, at) => row with
        {
            Enclosure = Of(at, "enclosure", one => one.Enclosure),
            Adapter = Of(at, "adapter", one => one.Adapter),
            Options = Of(at, "options", one => one.Options),
        })]);

        T Of<T>(int at, string column, Func<ControllerRow, T> get)
        {
            if (!isEmpty(at, column))
            {
                return get(Rows[at]);
            }

            var said = Enumerable.Range(0, Rows.Length).Where(other => Rows[other].ArrayId == Rows[at].ArrayId && !isEmpty(other, column)).ToArray();
            return get(Rows[said.LastOrDefault(other => other < at, said.FirstOrDefault(at))]);
        }
    }

    private static IEnumerable<(string Column, string Sentence)> OfRow(ControllerRow row)
    {
        if (row.Slot is not ControllerRow.Rest && !IsNumber(row.Slot, 0))
        {
            yield return ("slot", row.Slot.Length == 0 ? "the row names no slot"
                : $"slot \"{row.Slot}\" must be a number, or * for each that no other row names");
        }

        if (row.RaidLevel is not ControllerRow.Spare && !Levels.Any(level => level.Name == row.RaidLevel))
        {
            yield return ("raidlevel",
                $"no controller makes RAID level \"{row.RaidLevel}\": there are {string.Join(", ", Levels.Select(level => level.Name))} and hotspare");
        }

        else if (row.Slot is ControllerRow.Rest && row.RaidLevel is not ("0" or "1" or ControllerRow.Spare))
        {
            yield return ("raidlevel",
                $"slot * takes whatever disks no other row names, and level {row.RaidLevel} wants to know which: name the slots, or take level 0 or 1");
        }

        if (row.ArrayId is ControllerRow.Rest ? row.RaidLevel is not "0" || row.Slot is not ControllerRow.Rest
            : row.ArrayId is ControllerRow.AllArrays ? row.RaidLevel is not ControllerRow.Spare : !IsNumber(row.ArrayId, 1))
        {
            yield return ("arrayid", row.ArrayId switch
            {
                "" => "the row names no array",
                ControllerRow.Rest => "array * makes an array of each slot, which needs slot * and level 0",
                ControllerRow.AllArrays => "array global is for spares: raidlevel hotspare",
                _ => $"array \"{row.ArrayId}\" must be a number from 1, or global for a spare of all arrays",
            });
        }

        if (row.Options.AsSpan().ContainsAny(NotInCells))
        {
            yield return ("options", "the options hold a character that they cannot have: one of $ ` \\ ' \"");
        }
    }

    private IEnumerable<(string Column, string Sentence)> OfPlace(int at)
    {
        var (row, before) = (Rows[at], Rows[..at]);
        var same = before.Where(other => IsSameDisk(other, row)).ToArray();
        if (same.Length > 0 && row.Slot is ControllerRow.Rest)
        {
            yield return ("slot", "two rows want the slots that no other row names");
        }
        else if (same.Any(other => !IsMember(other) || !IsMember(row) || IsSameArray(other, row)))
        {
            yield return ("slot", $"slot {row.Slot} is there twice");
        }
        else if (same.FirstOrDefault(other => !IsPartOfDisks(other)) is { } all)
        {
            yield return ("slot",
                $"slot {row.Slot} is there twice, and array {all.ArrayId} takes all of its disks: size= among its options leaves room for another");
        }

        if (IsMember(row) && before.FirstOrDefault(other => IsMember(other) && IsSameArray(other, row) && other.RaidLevel != row.RaidLevel) is { } otherwise)
        {
            yield return ("raidlevel", $"array {row.ArrayId} has level {otherwise.RaidLevel} in a row above and {row.RaidLevel} here");
        }
    }

    private IEnumerable<TableFault> OfArrays()
    {
        for (var at = 0; at < Rows.Length; at++)
        {
            var row = Rows[at];
            var members = Rows.Where(other => IsMember(other) && IsSameArray(other, row)).ToArray();
            if (row.RaidLevel is ControllerRow.Spare && row.ArrayId is not ControllerRow.AllArrays && members.Length == 0)
            {
                yield return new TableFault(at, "arrayid", $"array {row.ArrayId}, whose spare this is, has no row");
            }
            else if (IsMember(row) && ReferenceEquals(members[0], row) && members.All(member => member.Slot is not ControllerRow.Rest)
                && Levels.FirstOrDefault(level => level.Name == row.RaidLevel) is (not null, var least) && members.Length < least)
            {
                yield return new TableFault(
                    at, "arrayid", $"an array of level {row.RaidLevel} needs {least} disks at least, and array {row.ArrayId} has {members.Length}");
            }
            else if (IsMember(row) && ReferenceEquals(members[0], row) && UnlikeOn(members, Rows[..at]) is { } unlike)
            {
                yield return new TableFault(
                    at, "arrayid", $"arrays {unlike.ArrayId} and {row.ArrayId} share a disk, and arrays that do must be made of the same disks");
            }
        }
    }

    /// <summary>A row above of another array that has one of the disks of this array and not all the same; null when there is none.</summary>
    private static ControllerRow? UnlikeOn(ControllerRow[] members, ImmutableArray<ControllerRow> before) => before.FirstOrDefault(other =>
        IsMember(other) && !IsSameArray(other, members[0]) && members.Any(member => IsSameDisk(member, other))
        && (before.Where(row => IsMember(row) && IsSameArray(row, other)) is var others
            && (others.Count() != members.Length || others.Any(one => !members.Any(member => IsSameDisk(member, one))))));

    /// <summary>A controller can make several arrays of the same disks, each with a part of them; the last has what is left.</summary>
    private static bool IsPartOfDisks(ControllerRow row) =>
        row.Options.Split(' ', ',').Any(word => word.StartsWith("size=", StringComparison.OrdinalIgnoreCase));

    private static bool IsSameDisk(ControllerRow one, ControllerRow other) =>
        (one.Enclosure, one.Adapter, one.Slot) == (other.Enclosure, other.Adapter, other.Slot);

    private static bool IsMember(ControllerRow row) => row.RaidLevel is not ControllerRow.Spare;

    private static bool IsSameArray(ControllerRow one, ControllerRow other) => (one.Adapter, one.ArrayId) == (other.Adapter, other.ArrayId);

    private static bool IsNumber(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least;
}
