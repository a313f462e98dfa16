using System.Collections.Immutable;
using System.Globalization;
using BootService.Commands.Attributes;
using BootService.Commands.Files;
using BootService.Commands.Grammar;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Disks;
using BootService.Core.Inventories;

namespace BootService.Commands.Storage;

/// <summary>Reads a spreadsheet of storage tables: NAME, DEVICE, MOUNTPOINT, SIZE, TYPE, OPTIONS, PARTID. Pure.</summary>
/// <remarks>NAME is a host, an appliance, <c>global</c>, <c>o:OS</c> or <c>e:ENVIRONMENT</c>; an empty one is the row's above. Each named table is replaced
/// whole.</remarks>
internal static class StorageFile
{
    /// <summary>More partitions than any machine has; each is held against all others of its table.</summary>
    private const int MostRows = 500;

    private const int LongestCell = 1000;

    private static readonly string[] Needed = ["device", "size"];

    /// <summary>The first line of a spreadsheet.</summary>
    public const string Header = "name,device,mountpoint,size,type,options,partid";

    private static readonly string[] Known = ["name", "target", "device", "mountpoint", "mountpt", "size", "type", "options", "partid"];

    /// <summary>The changes of the file; <paramref name="faults"/> is told everything that is wrong with it.</summary>
    public static IEnumerable<Change> Read(string text, Inventory inventory, DateTimeOffset now, FileFaults faults)
    {
        if (CsvTable.Parse(text, header => header.ToLowerInvariant(), faults) is not { } table || !HasColumns(table, faults))
        {
            return [];
        }

        var tables = new Dictionary<AttributeOwner, List<(CsvCell[] Cells, PartitionRow Row)>>();
        AttributeOwner? owner = null;
        foreach (var cells in table.Rows)
        {
            var name = table.Headers.Contains("name") ? table.Cell(cells, "name") : table.Cell(cells, "target");
            if (name.Text.Length > 0 && !faults.Try(name, () => owner = AttributeFile.Owner(inventory, name.Text)))
            {
                owner = null;
                continue;
            }

            if (owner is not { } known)
            {
                TellUnknown(inventory, name, faults);
            }
            else if (Row(table, cells, faults) is { } row)
            {
                (tables.TryGetValue(known, out var rows) ? rows : tables[known] = []).Add((cells, row));
            }
        }

        return [.. tables.Select(pair => Table(table, pair.Key, pair.Value, now, faults))];
    }

    private static void TellUnknown(Inventory inventory, CsvCell name, FileFaults faults)
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

    private static Change Table(CsvTable file, AttributeOwner owner, List<(CsvCell[] Cells, PartitionRow Row)> rows, DateTimeOffset now, FileFaults faults)
    {
        if (rows.Count > MostRows)
        {
            faults.Add(rows[MostRows].Cells[0], $"the table of {CalledScope.Word(owner)} has {rows.Count} rows, and {MostRows} are the most");
            rows = rows[..1];
        }

        var table = new DiskTable([.. rows.Select(row => row.Row)]);
        foreach (var (row, sentence) in table.Faults())
        {
            faults.Add(file.Cell(rows[row].Cells, "device"), sentence);
        }

        return StorageTables.Set(owner, table, now);
    }

    private static PartitionRow? Row(CsvTable table, CsvCell[] cells, FileFaults faults)
    {
        string Text(string column) => table.Cell(cells, column).Text;
        var id = table.Cell(cells, "partid");
        var number = 0;
        if (id.Text.Length > 0 && !int.TryParse(id.Text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            faults.Add(id, $"partid \"{Echo.Of(id.Text)}\" is no number");
            return null;
        }

        if (cells.FirstOrDefault(cell => cell.Text.AsSpan().IndexOfAny("\t\n\r") >= 0) is { Text: not null } odd)
        {
            faults.Add(odd, "the cell holds a tab or a line end, which it cannot");
            return null;
        }

        if (Text("size").Length == 0)
        {
            faults.Add(table.Cell(cells, "size"), "there is no size: a number of MB, or 0 for the rest of the disk");
            return null;
        }

        if (Array.Find(cells, cell => cell.Text.Length > LongestCell) is { Text: not null } large)
        {
            faults.Add(large, $"the cell has {large.Text.Length} characters, and {LongestCell} are the most");
            return null;
        }

        return new PartitionRow(Text("device"), Text("mountpoint") + Text("mountpt"), Text("size"), Text("type"), Text("options"), id.Text.Length > 0 ? number
            : null).WithMembersAsDevice();
    }

    private static bool HasColumns(CsvTable table, FileFaults faults)
    {
        var fine = true;
        for (var at = 0; at < table.Headers.Length; at++)
        {
            if (table.Headers[at].Length > 0 && !Known.Contains(table.Headers[at]))
            {
                faults.Add(table.HeaderCells[at], $"unknown column \"{Echo.Of(table.Headers[at])}\"{Spelling.DidYouMean(table.Headers[at], Known)}");
                fine = false;
            }
        }

        foreach (var missing in Needed.Where(column => !table.Headers.Contains(column)))
        {
            faults.Add(table.HeaderCells[0], $"the column \"{missing}\" is missing");
            fine = false;
        }

        return fine;
    }
}
