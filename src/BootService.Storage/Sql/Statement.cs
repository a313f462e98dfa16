using BootService.Core;
using BootService.Core.Stored;

namespace BootService.Storage.Sql;

/// <summary>A statement that is run many times: whoever runs it may prepare it once and know it again.</summary>
/// <param name="sql">The text, with parameters <c>$1</c>, <c>$2</c> … in the order of the values. Values travel as parameters only.</param>
internal sealed class Statement(string sql)
{
    /// <summary>The text.</summary>
    public string Sql => sql;
}

/// <summary>A statement and the values it is to be run with.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Values">The values: texts or their octets, numbers, flags, octets, or null.</param>
/// <param name="Owner">The table whose row must be written: that none was touched is a refusal; null where it is none.</param>
internal readonly record struct QueuedRow(Statement Statement, object?[] Values, Table? Owner = null)
{
    /// <summary>Takes note of how many rows were touched.</summary>
    /// <exception cref="RefusedException">A number of one thing would be given to another.</exception>
    public void Touched(long rows)
    {
        if (rows == 0 && Owner is { } table)
        {
            throw new RefusedException($"number {Values[0]} of {table.Name} belongs to another already: try again");
        }
    }
}
