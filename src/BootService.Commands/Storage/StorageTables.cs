using BootService.Commands.Output;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Disks;
using BootService.Core.Inventories;

namespace BootService.Commands.Storage;

/// <summary>Reads and changes the storage tables of scopes.</summary>
internal static class StorageTables
{
    private static readonly AttributeName Name = AttributeName.Parse(DiskTable.Attribute);

    /// <summary>The table of an owner; empty when it has none.</summary>
    public static DiskTable On(Inventory inventory, AttributeOwner owner) =>
        DiskTable.Parse(ScopedTables.On(inventory, owner, Name));

    /// <summary>The change that gives an owner a table; an empty one takes its table away.</summary>
    public static Change Set(AttributeOwner owner, DiskTable table, DateTimeOffset now) =>
        ScopedTables.Set(owner, Name, table.ToString(), now);

    /// <summary>The row that the parameters of a call describe.</summary>
    public static PartitionRow Row(CommandCall call) => new PartitionRow(
        Cell(call, "device") ?? "", Cell(call, "mountpoint") ?? Cell(call, "mountpt") ?? "", Cell(call, "size") ?? "", Cell(call, "type")
            ?? "", Cell(call, "options") ?? "", call.Number("partid")).WithMembersAsDevice();

    /// <summary>Refuses a table whose last row cannot be, whatever rows come after it.</summary>
    /// <exception cref="RefusedException">It cannot.</exception>
    public static DiskTable Checked(DiskTable table) =>
        table.Faults(whole: false).FirstOrDefault(fault => fault.Row == table.Rows.Length - 1) is { Sentence: { } sentence }
            ? throw new RefusedException(sentence) : table;

    /// <summary>Lists the rows of a table.</summary>
    /// <param name="call">Whose output it goes to.</param>
    /// <param name="target">Whose table it is.</param>
    /// <param name="table">The table.</param>
    /// <param name="more">What else programs are told of each row, behind its file system.</param>
    public static async Task ListAsync(CommandCall call, string target, DiskTable table, Cell[] more)
    {
        foreach (var row in table.Rows)
        {
            await call.Output.RowAsync(
                [target, row.Device, row.PartId is { } id ? id : default(Cell), row.MountPoint, Size(row), row.Type, row.Options, row.Type, .. more]);
        }
    }

    /// <summary>A row of the spreadsheet.</summary>
    public static string Csv(string target, PartitionRow row) =>
        Line([target, row.Device, row.MountPoint, row.Size, row.Type, row.Options, row.PartId?.ToString() ?? ""]);

    /// <summary>A line of comma-separated values.</summary>
    public static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Quoted));

    private static Cell Size(PartitionRow row) => row.Megabytes is { } size and <= int.MaxValue ? (int)size : row.Size;

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n") >= 0 || cell != cell.Trim() ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    /// <summary>A parameter that becomes a cell of a table; null when it is not given.</summary>
    /// <exception cref="RefusedException">It cannot stand in one.</exception>
    public static string? Cell(CommandCall call, string parameter) => call.Find(parameter) is not { } text ? null
        : text.Contains('\t', StringComparison.Ordinal) || text.Contains('\n', StringComparison.Ordinal)
            ? throw new RefusedException($"{parameter} holds a tab or a line end, which it cannot")
        : text.Trim();
}
