using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Disks;
using BootService.Core.Inventories;

namespace BootService.Commands.Storage;

/// <summary>Reads and changes the tables of RAID controllers of scopes.</summary>
internal static class ControllerTables
{
    private static readonly AttributeName Name = AttributeName.Parse(ControllerTable.Attribute);

    /// <summary>The table of an owner; empty when it has none.</summary>
    public static ControllerTable On(Inventory inventory, AttributeOwner owner) =>
        ControllerTable.Parse(ScopedTables.On(inventory, owner, Name));

    /// <summary>The change that gives an owner a table; an empty one takes its table away.</summary>
    public static Change Set(AttributeOwner owner, ControllerTable table, DateTimeOffset now) =>
        ScopedTables.Set(owner, Name, table.ToString(), now);

    /// <summary>A table with more rows.</summary>
    /// <exception cref="RefusedException">One of them cannot be, whatever rows come after it.</exception>
    public static ControllerTable With(ControllerTable table, IReadOnlyCollection<ControllerRow> rows)
    {
        var more = table with { Rows = [.. table.Rows, .. rows] };
        return more.Faults(whole: false).FirstOrDefault(fault => fault.Row >= table.Rows.Length) is { Sentence: { } sentence }
            ? throw new RefusedException(sentence) : more;
    }
}
