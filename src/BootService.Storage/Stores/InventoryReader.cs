using System.Data.Common;
using BootService.Core.Inventories;
using BootService.Core.Stored;
using BootService.Storage.Sql;

namespace BootService.Storage.Stores;

/// <summary>The tables as the changes that would have made them, what others refer to first.</summary>
internal sealed class InventoryReader(DbConnection connection, Dialect dialect) : IRowSource
{
    /// <exception cref="DamagedRowException">A row is none of ours.</exception>
    public static List<Change> Read(DbConnection connection, Dialect dialect)
    {
        var reader = new InventoryReader(connection, dialect);
        return [.. Tables.All.SelectMany(table => table.Load(reader))];
    }

    public IReadOnlyList<T> Rows<T>(Table<T> table) => connection.Ask(dialect, TableText.State(table), table, table.Reader());
}
