using System.Collections.Immutable;
using System.Globalization;
using BootService.Commands.Files;
using BootService.Commands.Grammar;
using BootService.Core.Disks;
using BootService.Core.Inventories;

namespace BootService.Commands.Storage;

/// <summary>Reads spreadsheets of storage tables and of tables of RAID controllers. Each named table is replaced whole. Pure.</summary>
internal static class StorageFile
{
    /// <summary>The first line of a spreadsheet of partitions.</summary>
    public const string Header = "name,device,mountpoint,size,type,options,partid";

    /// <summary>The first line of a spreadsheet of controllers.</summary>
    public static readonly string ControllerHeader = $"name,{string.Join(',', ControllerTable.Columns)}";

    private static readonly ImmutableArray<string> Columns =
        ["name", "target", "device", "mountpoint", "mountpt", "size", "type", "options", "partid"];

    private static readonly ImmutableArray<string> ControllerColumns = ["name", "target", .. ControllerTable.Columns];

    /// <summary>The changes of a file of partitions; <paramref name="faults"/> is told everything that is wrong with it.</summary>
    public static IEnumerable<Change> Read(string text, Inventory inventory, DateTimeOffset now, FileFaults faults)
    {
        if (ScopedSheet<PartitionRow>.Open(text, ["device", "size"], Columns, faults) is not { } sheet)
        {
            return [];
        }

        sheet.Read(inventory, cell => Row(cell, faults));
        return [.. sheet.Tables.Select(one =>
        {
            var order = MembersFirst(one.Rows);
            var table = new DiskTable([.. order.Select(at => one.Rows[at])]);
            sheet.Tell(one.Owner, table.Faults().Select(fault => fault with { Row = order[fault.Row] }));
            return StorageTables.Set(one.Owner, table, now);
        })];
    }

    /// <summary>The numbers of rows in an order in which an array stands below what it is made of; Stacki's spreadsheets have it above as well.</summary>
    private static int[] MembersFirst(IReadOnlyList<PartitionRow> rows)
    {
        var places = rows.Index().Where(row => row.Item.MountPoint.Length > 0).ToLookup(row => row.Item.MountPoint, row => row.Index);
        return [.. Enumerable.Range(0, rows.Count).OrderBy(at => Place(at)).ThenBy(at => rows[at].IsArray)];

        int Place(int at) => rows[at].IsArray ? rows[at].Members.SelectMany(member => places[member]).Append(at).Max() : at;
    }

    /// <summary>The changes of a file of controllers; <paramref name="faults"/> is told everything that is wrong with it.</summary>
    public static IEnumerable<Change> ReadControllers(string text, Inventory inventory, DateTimeOffset now, FileFaults faults)
    {
        if (ScopedSheet<(ControllerRow Row, string[] Empty)>.Open(text, ["slot", "raidlevel", "arrayid"], ControllerColumns, faults) is not { } sheet)
        {
            return [];
        }

        sheet.Read(inventory, cell => Controller(cell, faults));
        return [.. sheet.Tables.Select(one =>
        {
            var table = new ControllerTable([.. one.Rows.Select(row => row.Row)]).Filled((at, column) => one.Rows[at].Empty.Contains(column));
            sheet.Tell(one.Owner, table.Faults());
            return ControllerTables.Set(one.Owner, table, now);
        })];
    }

    private static PartitionRow Row(Func<string, CsvCell> cell, FileFaults faults)
    {
        string Text(string column) => cell(column).Text;
        return new PartitionRow(
            Text("device"), Text("mountpoint") + Text("mountpt"), Text("size"), Text("type"), Text("options"), Number(cell("partid"), "partid", faults))
            .WithMembersAsDevice();
    }

    private static (ControllerRow Row, string[] Empty) Controller(Func<string, CsvCell> cell, FileFaults faults) => (
        ControllerRow.Of(
            Number(cell("enclosure"), "enclosure", faults, ControllerTable.Nothing), Number(cell("adapter"), "adapter", faults, ControllerTable.Nothing),
            cell("slot").Text, cell("raidlevel").Text, cell("arrayid").Text,
            cell("options").Text is not ControllerTable.Nothing and var options ? options : ""),
        [.. ControllerTable.Columns.Where(column => cell(column).Text.Length == 0)]);

    /// <summary>The number of a cell; null, and a fault unless the cell is empty, when there is none: what else is wrong with the row is told too.</summary>
    private static int? Number(CsvCell cell, string column, FileFaults faults, string nothing = "")
    {
        if (int.TryParse(cell.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (cell.Text.Length > 0 && cell.Text != nothing)
        {
            faults.Add(cell, $"{column} \"{Echo.Of(cell.Text)}\" is no number");
        }

        return null;
    }
}
